/** A settings file with our hooks, and without them again: texts in, texts out; nothing here reads or writes a file. */
import { type Insertion, insertion } from './json-insert.ts'
import { remove } from './json-remove.ts'
import { JsonError, type Node, parseJsonc } from './jsonc.ts'
import { apply, type Splice } from './splice.ts'
import { hasValue, withBlock, withoutBlock } from './toml-block.ts'

export type Content = { json: Insertion[] } | { toml: string } | { whole: string }

/** What was done to a file, so that it can be taken back to the byte as long as nobody else changes it. */
export interface Done {
  text: string
  /** [place, length] to cut, one after the other */
  undo: [number, number][]
  /** permission rules that were not there before */
  rules: string[]
}

/** Why a file cannot be changed. */
export interface Obstacle {
  what: string
  line?: number
}

/** Commands of ours name the launcher: `…/portcullis/agent`. */
const OURS = /portcullis[\\/]+agent\b/

export function isOurs(text: string): boolean {
  return OURS.test(text)
}

/** `before` null: there is no file. What is ours already is put in anew. */
export function install(
  before: string | null,
  content: Content,
  rules: readonly string[] = [],
): Done | Obstacle {
  try {
    const base = before === null ? '' : uninstall(before, content, rules)
    if ('whole' in content) return { text: content.whole, undo: [], rules: [] }
    if ('toml' in content) {
      if (hasValue(base, 'hooks'))
        return { what: '"hooks" is a plain list in it: write it as [[hooks]] tables first' }
      const text = withBlock(base, content.toml)
      return { text, undo: [[base.length, text.length - base.length]], rules: [] }
    }
    return insertAll(base, content.json)
  } catch (error) {
    if (error instanceof JsonError) return { what: 'it is not JSON', line: error.line }
    throw error
  }
}

function insertAll(base: string, insertions: Insertion[]): Done | Obstacle {
  const done: Done = { text: base, undo: [], rules: [] }
  for (const one of insertions) {
    if (typeof one.item === 'string') {
      if (holds(done.text, one.path, one.item)) continue
      done.rules.push(one.item)
    }
    const splices = insertion(done.text, one)
    if (splices === null) return { what: `"${one.path.join('.')}" is not what it should be in it` }
    done.text = apply(done.text, splices)
    done.undo.unshift(...cutsOf(splices))
  }
  return done
}

/** The last one first, so that each is a place in the text as it is then. */
function cutsOf(splices: readonly Splice[]): [number, number][] {
  let shift = 0
  const cuts = splices.map(({ at, text }): [number, number] => {
    shift += text.length
    return [at + shift - text.length, text.length]
  })
  return cuts.reverse()
}

/** Is this text an item of the array at that path? */
function holds(text: string, path: readonly string[], item: string): boolean {
  let node: Node | undefined = text.trim() === '' ? undefined : parseJsonc(text)
  for (const name of path)
    node = node?.kind === 'object' ? node.members.find(member => member.name === name)?.value : undefined
  return node?.kind === 'array' && node.items.some(one => one.kind === 'text' && one.value === item)
}

/** As it was before `install`, given what that did to it and that nobody has changed it since. */
export function undone(text: string, undo: readonly [number, number][]): string {
  return undo.reduce((now, [at, length]) => now.slice(0, at) + now.slice(at + length), text)
}

/** Without what is ours, however it was changed meanwhile; `rules` are the permission rules that we brought. Throws JsonError. */
export function uninstall(text: string, content: Content, rules: readonly string[]): string {
  if ('whole' in content) return ''
  if ('toml' in content) return withoutBlock(text)
  if (text.replace(/^\ufeff/, '').trim() === '') return text
  return remove(text, (written, path) =>
    path[0] === 'hooks'
      ? isHook(written)
      : path[1] === 'deny' && rules.some(rule => JSON.stringify(rule) === written),
  )
}

/** An item with our command and nobody else's. */
function isHook(written: string): boolean {
  const commands = [...written.matchAll(/"(?:command|bash|powershell)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)]
  return commands.length > 0 && commands.every(([, command]) => isOurs(command!))
}

/** Is nothing in it but the version of its form? Then a file that we made goes. */
export function isEmpty(text: string): boolean {
  return /^\s*(?:\{\s*(?:"version": 1\s*)?\})?\s*$/.test(text.replace(/^\ufeff/, ''))
}

/** Takes array items out of a JSON text, and the containers that nothing else is in. */
import { lineIndent } from './json-insert.ts'
import { type Node, parseJsonc } from './jsonc.ts'
import { apply, type Splice } from './splice.ts'

/** Is this item, as it is written, ours? `path` are the names above it, `''` for an array's items. */
export type IsOurs = (written: string, path: readonly string[]) => boolean

/**
 * Without every array item that is ours. A container that is empty then goes too: whether it stood there empty before is not known here.
 * Throws JsonError.
 */
export function remove(text: string, isOurs: IsOurs): string {
  for (let now = text; ; ) {
    const found = find(now, parseJsonc(now), isOurs, [])
    if (found === null) return now
    now = apply(now, cut(now, found))
  }
}

/** Something to cut out of `container`: `from` is where it starts with its name. */
interface Found {
  node: Node
  from: number
  before: Node | undefined
  container: Node
}

/** The last outermost thing that holds nothing but what is ours, as the last one was put in last; null where nothing is. */
function find(text: string, container: Node, isOurs: IsOurs, path: string[]): Found | null {
  const children = childrenOf(container)
  for (const [n, { name, from, value: node }] of [...children.entries()].reverse()) {
    const inner = [...path, name]
    if (isAllOurs(text, node, isOurs, inner)) return { node, from, before: children[n - 1]?.value, container }
    const found = find(text, node, isOurs, inner)
    if (found !== null) return found
  }
  return null
}

function childrenOf(node: Node): { name: string; from: number; value: Node }[] {
  if (node.kind === 'object') return node.members
  return node.kind === 'array' ? node.items.map(value => ({ name: '', from: value.from, value })) : []
}

/** An item that is ours, or a container with something in it and nothing that is not. */
function isAllOurs(text: string, node: Node, isOurs: IsOurs, path: string[]): boolean {
  if (path.at(-1) === '' && isOurs(text.slice(node.from, node.to), path)) return true
  const children = childrenOf(node)
  const isOne = ({ name, value }: { name: string; value: Node }) =>
    isAllOurs(text, value, isOurs, [...path, name])
  return node.kind !== 'other' && children.length > 0 && path.at(-1) !== '' && children.every(isOne)
}

/** The mirror of json-insert: a line with the comma that it needed, or the line that opened an empty container. */
function cut(text: string, { node, from, before, container }: Found): Splice[] {
  const start = from - /\s*$/.exec(text.slice(0, from))![0].length
  const comma = /^\s*,/.exec(text.slice(node.to))?.[0]
  if (comma !== undefined) return [{ at: start, cut: node.to + comma.length - start, text: '' }]
  const line = { at: start, cut: node.to - start, text: '' }
  if (before !== undefined) return [{ at: commaBehind(text, before), cut: 1, text: '' }, line]
  const opened = `\n${lineIndent(text, container.from)}`
  const rest = text.slice(node.to).replace(/^\r/, '')
  const closing = rest.startsWith(opened) ? text.slice(node.to).indexOf('\n') + opened.length : 0
  return [{ ...line, cut: line.cut + closing }]
}

/** The first comma behind a value that is in no comment. */
function commaBehind(text: string, { to }: Node): number {
  const found = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*,/y
  found.lastIndex = to
  return to + found.exec(text)![0].length - 1
}

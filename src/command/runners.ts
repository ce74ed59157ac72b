/** Programs that run another command of which they are given the words. */
import { UNKNOWN, written } from '../shell/marks.ts'
import { type Act, type Bench, inside } from './bench.ts'
import { RUNNERS, splitString, unwrap, WRAPPERS, withArguments } from './wrappers.ts'

/** Judges what a wrapper runs; false where the program is none. */
export function runsCommand(name: string, act: Act, bench: Bench): boolean {
  if (name === 'find' || name === 'fd' || name === 'fdfind') return find(act, bench)
  if (name === 'env') return environment(act, bench)
  const runner = RUNNERS[name]
  if (runner) return runs(runner, act, bench)
  const wrapper = WRAPPERS[name]
  if (!wrapper) return false
  const found = unwrap(act.words, wrapper)
  if (found) inner(found.words, found.assigned, name, act, bench)
  return true
}

function inner(words: string[], assigned: [string, string][], name: string, act: Act, bench: Bench): void {
  if (words.length === 0) return
  const environment = new Map([...act.environment, ...assigned])
  const own = name === 'xargs' ? filled(words, act) : words
  bench.act({ ...act, words: own, environment })
}

/** `env -S` splits a text into words; `env -i`, `-u` take variables away, which brings nothing new. */
function environment(act: Act, bench: Bench): boolean {
  const split = splitString(act.words)
  if (!split) {
    const found = unwrap(act.words, WRAPPERS.env!)!
    inner(found.words, [...taken(act.words), ...found.assigned], 'env', act, bench)
    return true
  }
  const scope = inside(act, split.rest)
  bench.script(`env ${written(split.text).replace(/[$`;&|<>()]/g, '\\$&')} "$@"`, scope, act.input)
  return true
}

/** Variables that env takes away: with `-i` all, an agent's sign among them. */
function taken(words: readonly string[]): [string, string][] {
  const names = words.flatMap((word, at) => {
    if (/^(-i|--ignore-environment|-)$/.test(word)) return ['CLAUDECODE']
    if (/^(-u|--unset)$/.test(word)) return [words[at + 1] ?? '']
    return /^(?:-u|--unset=)(\w+)$/.exec(word)?.[1] ?? []
  })
  return names.map(name => [name, ''])
}

/** What xargs reads stands behind the words, or where `-I` says. */
function filled(words: string[], act: Act): string[] {
  const at = act.words.findIndex(word => /^-[IJ]/.test(word))
  const mark = at < 0 ? null : act.words[at]!.slice(2) || (act.words[at + 1] ?? '{}')
  if (mark !== null) return withArguments(words, mark)
  const input = act.input === null || act.input === UNKNOWN ? null : act.input.trim().split(/\s+/)
  if (input && input.length < 256) return [...words, ...input.filter(word => word !== '')]
  return input === null && act.input !== null ? [...words, UNKNOWN] : words
}

const EXECUTES = /^-(exec|execdir|ok|okdir|x|X)$|^--exec(-batch)?$/

function find(act: Act, bench: Bench): boolean {
  for (let at = 1; at < act.words.length; at++) {
    if (!EXECUTES.test(act.words[at]!)) continue
    const end = act.words.findIndex((word, index) => index > at && (word === ';' || word === '+'))
    const words = act.words.slice(at + 1, end < 0 ? undefined : end)
    for (const path of foundBy(act))
      bench.act({ ...act, words: words.map(word => word.replaceAll('{}', path)) })
  }
  if (act.words.includes('-delete')) bench.act({ ...act, words: ['rm', ...removed(act)] })
  return true
}

const FILTER =
  /^-(i?name|i?path|i?wholename|i?regex|[acm]?(time|min|newer)|newer\w*|size|empty|perm|user|group|links|inum|samefile)$/

/** What `-delete` removes: whole folders, unless it is looked for by name or another mark. */
function removed(act: Act): string[] {
  if (!act.words.some(word => FILTER.test(word))) return ['-r', ...roots(act)]
  return [...roots(act), ...foundBy(act)]
}

/** What `{}` stands for: a path under a folder that is searched, of a name or path that is looked for. */
export function foundBy(act: Act): string[] {
  const patterns = act.words.filter((_word, at) => /^-i?(name|path|wholename)$/.test(act.words[at - 1] ?? ''))
  // find's own patterns match a leading dot too
  const names = patterns.length > 0 ? patterns.map(pattern => pattern.replaceAll('*', UNKNOWN)) : [UNKNOWN]
  return roots(act)
    .flatMap(root => names.map(name => `${root}/${name}`))
    .slice(0, 16)
}

export function roots(act: Act): string[] {
  const end = act.words.findIndex((word, at) => at > 0 && /^[-(!]/.test(word))
  const list = act.words.slice(1, end < 0 ? undefined : end)
  return list.length > 0 ? list : ['.']
}

function runs(verb: RegExp, act: Act, bench: Bench): boolean {
  const at = act.words.findIndex((word, index) => index > 0 && !word.startsWith('-'))
  if (at < 0 || !verb.test(act.words[at]!)) return false
  const skip = act.words[0] === 'direnv' ? 1 : 0
  const found = unwrap(act.words.slice(at), { short: 'pcwe', skip })
  if (found) inner(found.words, found.assigned, 'run', act, bench)
  return true
}

/**
 * Whether git surely ignores a file, read off `.gitignore` and the index: asking git costs a hook 8 ms (a process, and Node's
 * module for starting one). "No" here means "ask git": rules of other places, submodules and unusual indexes are left to it.
 */
import { lstatSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Repo } from '../git/run.ts'

/** Those of `paths` (relative to the worktree, with `/`) that git would list as ignored. */
export function surelyIgnored(repo: Repo, worktree: string, paths: string[]): Set<string> {
  const rules = rulesOf(join(worktree, '.gitignore'))
  const matching = paths.filter(path => isExcluded(path, rules) && !hasOwnRules(worktree, path))
  if (matching.length === 0) return new Set()
  const index = readIndex(
    repo.env.GIT_INDEX_FILE ? resolve(worktree, repo.env.GIT_INDEX_FILE) : join(repo.gitDir, 'index'),
  )
  return new Set(index === null ? [] : matching.filter(path => !mayHold(index, path)))
}

interface IgnoreRule {
  negated: boolean
  matches: RegExp
}

/** https://git-scm.com/docs/gitignore. Git follows no link that is called .gitignore. */
function rulesOf(file: string): IgnoreRule[] {
  try {
    if (!lstatSync(file).isFile()) return []
    return readFileSync(file, 'utf8').split('\n').flatMap(ruleOf)
  } catch {
    return []
  }
}

/** Folders (`dir/`) match no file; what lies in them is left to git. Bare backslashes and odd classes too: they never say "surely". */
function ruleOf(line: string): IgnoreRule[] {
  const text = line.replace(/\r$/, '').replace(/ +$/, '')
  const negated = text.startsWith('!')
  const pattern = negated ? text.slice(1) : text
  if (pattern === '' || text.startsWith('#')) return []
  const isPlain = /^[\w./*?@+ -]+$/.test(pattern)
  if (negated) return [{ negated, matches: isPlain ? regexOf(pattern.replace(/\/$/, ''), 'i') : /^/ }]
  return isPlain && !pattern.endsWith('/') ? [{ negated, matches: regexOf(pattern, '') }] : []
}

function regexOf(pattern: string, flags: string): RegExp {
  const anchored = pattern.includes('/')
  const body = pattern.replace(/^\//, '').replace(/^\*\*\/|\/\*\*\/|\/\*\*$|\*+|\?|[.+]/g, part => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '/**/') return '/(?:.*/)?'
    if (part === '/**') return '/.+'
    return part[0] === '*' ? '[^/]*' : part === '?' ? '[^/]' : `\\${part}`
  })
  return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${body}$`, flags)
}

/** By the last rule that matches it, as git reads them. */
function isExcluded(path: string, rules: IgnoreRule[]): boolean {
  const last = rules.findLast(({ matches }) => matches.test(path))
  return last !== undefined && !last.negated
}

/** A `.gitignore` nearer to the file has the last word. */
function hasOwnRules(worktree: string, path: string): boolean {
  const folders = path.split('/').slice(0, -1)
  return folders.some((_, i) => {
    const folder = join(worktree, ...folders.slice(0, i + 1))
    return ['.gitignore', '.git'].some(
      name => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined,
    )
  })
}

const LARGEST = 8_000_000
/** Extensions by which an index holds entries that do not stand in it as they are (split, sparse), and their least size. */
const ELSEWHERE: [string, number][] = [
  ['link', 20],
  ['sdir', 0],
]

/** Null for anything but a plain index of version 2 or 3 (gitformat-index). None yet: nothing is tracked. */
function readIndex(file: string): Buffer | null {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false })
    if (found === undefined) return Buffer.alloc(0)
    if (!found.isFile() || found.size > LARGEST) return null
    const index = readFileSync(file)
    const version = index.length < 12 ? 0 : index.readUInt32BE(4)
    const isWhole =
      (version === 2 || version === 3) && !ELSEWHERE.some(([name, least]) => mayHave(index, name, least))
    return isWhole ? index : null
  } catch {
    return null
  }
}

/** A signature with a size that fits into the file: in a path the next four characters make a far larger number. */
function mayHave(index: Buffer, name: string, least: number): boolean {
  for (let at = index.indexOf(name); at >= 0; at = index.indexOf(name, at + 1)) {
    const size = at + 8 <= index.length ? index.readUInt32BE(at + 4) : -1
    if (size >= least && size <= index.length) return true
  }
  return false
}

/** An entry's name stands whole, ends in a NUL, and its length stands in the two bytes before it (four, when extended). */
function mayHold(index: Buffer, path: string): boolean {
  const name = Buffer.from(`${path}\0`)
  for (let at = index.indexOf(name); at >= 0; at = index.indexOf(name, at + 1)) {
    if (at >= 4 && [2, 4].some(back => (index.readUInt16BE(at - back) & 0xfff) === name.length - 1))
      return true
  }
  return false
}

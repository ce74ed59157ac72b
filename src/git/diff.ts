/**
 * git's raw diff format under -z (git-diff-index(1), "Raw output format", and "diff format for merges"):
 * `:mode mode id id S\0path\0`, for merges `::mode mode mode id id id SS\0path\0` (a colon for each parent), and between them
 * `commit-id\0` when diff-tree reads commits from stdin. Names are whatever bytes they are: only their place tells them from heads.
 */
import { GitError } from '../errors.ts'
import type { Change, Entry, ObjectId } from '../model.ts'
import { changeOf } from './change.ts'
import { decodePath } from './path.ts'

/** The flags that make every diff the same, whatever is configured. */
export const RAW = [
  '--raw', // modes and ids, no text: nothing that attributes, textconv or colour could bend
  '-z', // names unquoted, whatever they hold
  '-r', // down to files, not folders
  '--no-abbrev', // whole ids
  '--no-renames', // a rename is a deletion and an addition: both paths are judged
  '--no-ext-diff', // no program of the repository's choice
  '--no-textconv', // the same
  '--no-color', // color.ui=always
  '--ignore-submodules=none', // .gitmodules' "ignore = all" hides a bump otherwise
]

export type DiffEvent =
  | { kind: 'commit'; id: ObjectId }
  | { kind: 'change'; change: Change }
  | { kind: 'unmerged'; path: string }

/** Parses the output as it comes. Throws GitError when it is not that format, or ends in the middle. */
export async function* parseRaw(chunks: AsyncIterable<Buffer>): AsyncGenerator<DiffEvent> {
  let commit: ObjectId | undefined
  let head: string | null = null
  for await (const tokens of splitAtNul(chunks)) {
    for (const token of tokens) {
      if (head !== null) {
        yield eventOf(head, decodePath(token), commit)
        head = null
      } else if (token[0] === COLON) {
        head = token.toString('latin1')
      } else {
        commit = commitId(token)
        yield { kind: 'commit', id: commit }
      }
    }
  }
  if (head !== null) throw new GitError('git ended in the middle of a diff')
}

const COLON = 0x3a

function commitId(token: Buffer): ObjectId {
  const text = token.toString('latin1')
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text))
    throw new GitError('git printed a diff that cannot be read')
  return text
}

function eventOf(head: string, path: string, commit: ObjectId | undefined): DiffEvent {
  const parents = /^:+/.exec(head)![0].length
  const fields = head.slice(parents).split(' ')
  if (fields.length !== 2 * parents + 3)
    throw new GitError('git printed a diff that cannot be read', { subject: path })
  const status = fields[fields.length - 1]!
  if (status.includes('U')) return { kind: 'unmerged', path }
  const entries: (Entry | null)[] = []
  for (let i = 0; i <= parents; i++) entries.push(entryOf(fields[i]!, fields[parents + 1 + i]!))
  const after = entries.pop() ?? null
  return { kind: 'change', change: changeOf(path, entries, after, commit) }
}

/** Mode 000000: the path is not there. */
function entryOf(mode: string, id: string): Entry | null {
  return mode === '000000' ? null : { mode, id }
}

/** The complete tokens of each chunk; what a chunk's end cuts is put together with the next. */
async function* splitAtNul(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = []
  for await (const chunk of chunks) {
    const tokens: Buffer[] = []
    let at = 0
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, at)) {
      const piece = chunk.subarray(at, end)
      tokens.push(rest.length > 0 ? Buffer.concat([...rest, piece]) : piece)
      rest = []
      at = end + 1
    }
    if (at < chunk.length) rest.push(chunk.subarray(at))
    if (tokens.length > 0) yield tokens
  }
  if (rest.length > 0) throw new GitError('git ended in the middle of a diff')
}

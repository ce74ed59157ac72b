/** What reflogs say of commits that were made here, read from their files: asking git would cost each hook a process. */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ObjectId } from '../model.ts'
import type { Repo } from './spawn.ts'

/** A ref was moved to a commit that this clone made. */
export interface Move {
  after: ObjectId
  /** seconds since 1970, as the committer's clock or environment said */
  seconds: number
  /** `commit (amend)`, `rebase (pick)`; empty: plumbing moved it (`update-ref`) */
  action: string
}

export interface Moves {
  made: Move[]
  /** what the first of these entries says the ref stood at before */
  from: ObjectId | null
  /** what the ref was moved to last, by whatever */
  last: ObjectId | null
  /** bytes of the file */
  size: number
}

/** Entries from byte `from` on; all of them where the file is shorter than that (it was expired). Null where there is no such log. */
export function movesIn(file: string, from: number): Moves | null {
  const read = readFrom(file, from)
  if (!read) return null
  const entries = read.text.split('\n').flatMap(entryOf)
  return {
    made: entries.filter(isMadeHere).map(({ after, seconds, action }) => ({ after, seconds, action })),
    from: entries[0]?.before ?? null,
    last: entries.at(-1)?.after ?? null,
    size: read.size,
  }
}

/** The log of this worktree's HEAD. */
export function headLog(repo: Repo): string {
  return join(repo.gitDir, 'logs', 'HEAD')
}

/** Of every worktree's HEAD and of every branch. */
export function allLogs(repo: Repo): string[] {
  const worktrees = namesIn(join(repo.commonDir, 'worktrees'))
  const heads = [repo.commonDir, ...worktrees.map(name => join(repo.commonDir, 'worktrees', name))]
  return [
    ...heads.map(folder => join(folder, 'logs', 'HEAD')),
    ...filesUnder(join(repo.commonDir, 'logs', 'refs', 'heads')),
  ].filter(existsSync)
}

/** `logs/HEAD`, `worktrees/x/logs/HEAD`: the same from every worktree. */
export function logName(repo: Repo, file: string): string {
  return relative(repo.commonDir, file).replaceAll('\\', '/')
}

interface Entry extends Move {
  before: ObjectId
  /** what follows the action */
  rest: string
}

/** `<before> <after> <name> <mail> <seconds> <zone>\t<action>: <text>` (gitrepository-layout, builtin/reflog.c). */
const ENTRY = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) .*?(\d+) [+-]\d{4}(?:\t(.*))?$/s

function entryOf(line: string): Entry[] {
  const [, before, after, seconds, message = ''] = ENTRY.exec(line) ?? []
  if (before === undefined || after === undefined || /^0+$/.test(after)) return []
  const end = message.indexOf(': ')
  const action = end < 0 ? message : message.slice(0, end)
  return [{ before, after, seconds: Number(seconds), action, rest: end < 0 ? '' : message.slice(end + 2) }]
}

/** What makes a commit. A fast-forward, a checkout, a reset, a fetch or a clone only moves to one that is there. */
const MAKES = /^(commit|cherry-pick|revert|merge|pull|am|filter-branch)\b/
const REBASES = /^(rebase|pull)\b.*\((pick|squash|fixup|reword|edit|continue|merge)\)$/

function isMadeHere({ action, rest }: Entry): boolean {
  if (action === '') return true
  if (/^fast-forward/i.test(rest)) return false
  if (/\((start|finish|abort|skip)\)$/.test(action)) return false
  return (
    REBASES.test(action) || (MAKES.test(action) && !(/^pull\b/.test(action) && !/^Merge made/.test(rest)))
  )
}

function readFrom(file: string, from: number): { text: string; size: number } | null {
  if (!existsSync(file)) return null
  const fd = openSync(file, 'r')
  try {
    const { size } = fstatSync(fd)
    const start = from > size ? 0 : from
    const bytes = Buffer.alloc(size - start)
    const read = bytes.length === 0 ? 0 : readSync(fd, bytes, 0, bytes.length, start)
    return { text: bytes.toString('latin1', 0, read), size: start + read }
  } finally {
    closeSync(fd)
  }
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

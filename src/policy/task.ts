/**
 * A task scope: what a person confined the agents of one worktree to, for some hours. One JSON file in the common git dir. Whoever
 * can write there can write one; it only tightens, so that gains nothing, and without it `scopes.agent` is what holds.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { PortcullisError } from '../errors.ts'
import type { ActorKind } from '../model.ts'
import { globFault } from './glob.ts'
import type { LayerText } from './types.ts'

export interface Task {
  version: 1
  /** the worktree's git dir, symlinks followed: a file copied elsewhere binds nobody there */
  gitDir: string
  /** ISO 8601, UTC */
  startedAt: string
  endsAt: string
  paths?: string[]
  refs?: string[]
  maxFiles?: number
}

/** What tells worktrees apart; Repo has both. */
export interface Worktree {
  gitDir: string
  commonDir: string
}

export interface TaskLayer {
  layer: LayerText | null
  notices: string[]
}

/** `<commonDir>/portcullis/tasks/main.json`, for a linked worktree `linked-<its name>.json`. */
export function taskFile({ gitDir, commonDir }: Worktree): string {
  // two spellings of one folder: hooks and commands are not told the same
  const isMain = realpathSync(gitDir) === realpathSync(commonDir)
  return join(tasksFolder(commonDir), isMain ? 'main.json' : `linked-${basename(gitDir)}.json`)
}

function tasksFolder(commonDir: string): string {
  return join(commonDir, 'portcullis', 'tasks')
}

/** The task of this worktree, expired or not; null where there is none. Throws PortcullisError 3 for one that cannot be used. */
export function readTask(worktree: Worktree): Task | null {
  if (!existsSync(tasksFolder(worktree.commonDir))) return null
  const file = taskFile(worktree)
  const text = textOf(file)
  if (text === null) return null
  const task = parseTask(text, file)
  return task.gitDir === realpathSync(worktree.gitDir) ? task : null
}

/**
 * The layer of a running task. `now` in ms. One that cannot be read stops an agent (exit 3): it was confined, and nobody knows to
 * what. Other actors are told.
 */
export function taskLayer(worktree: Worktree, actor: ActorKind, now: number = Date.now()): TaskLayer {
  try {
    const task = readTask(worktree)
    if (task === null || isOver(task, now)) return { layer: null, notices: [] }
    return { layer: { layer: 'task', file: taskFile(worktree), text: formatTask(task) }, notices: [] }
  } catch (error) {
    if (actor === 'agent' || !(error instanceof PortcullisError)) throw error
    return { layer: null, notices: [`task scope not usable (it confines agents alone): ${error.message}`] }
  }
}

export function isOver(task: Task, now: number): boolean {
  return Date.parse(task.endsAt) <= now
}

/** A field a line. */
export function formatTask(task: Task): string {
  const lines = Object.entries(task).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  return `{\n${lines.join(',\n')}\n}\n`
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw refused(file, `cannot be read: ${code}`, error)
  }
}

/** Throws PortcullisError 3, which names the file and quotes nothing of it. */
export function parseTask(text: string, file: string): Task {
  const task = jsonOf(text, file)
  const fault = faultOf(task)
  if (fault !== null) throw refused(file, fault)
  return task as unknown as Task
}

function jsonOf(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // told below: V8's message would quote the text
  }
  throw refused(file, 'is not a JSON object')
}

const FIELDS = ['version', 'gitDir', 'startedAt', 'endsAt', 'paths', 'refs', 'maxFiles']

function faultOf(task: Record<string, unknown>): string | null {
  const { version, gitDir, startedAt, endsAt, paths, refs, maxFiles } = task
  if (version !== 1) return '"version" must be 1'
  if (Object.keys(task).some(key => !FIELDS.includes(key))) return `has a field besides ${FIELDS.join(', ')}`
  if (typeof gitDir !== 'string') return '"gitDir" must be a string'
  if (!isTime(startedAt) || !isTime(endsAt))
    return '"startedAt" and "endsAt" must be times such as 2027-01-31T12:00:00.000Z'
  const fault = listFault(paths, 'path') ?? listFault(refs, 'ref')
  if (fault !== null) return fault
  return maxFiles === undefined || isCount(maxFiles) ? null : '"maxFiles" must be a whole number from 0'
}

function isTime(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value))
  )
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** What is wrong with a list of globs as a task holds it, or null. */
export function listFault(list: unknown, kind: 'path' | 'ref'): string | null {
  if (list === undefined) return null
  if (!Array.isArray(list) || list.some(item => typeof item !== 'string'))
    return `"${kind}s" must be a list of globs`
  return globFault(list as string[], kind) === null ? null : `"${kind}s" holds a glob that names nothing`
}

function refused(file: string, fault: string, cause?: unknown): PortcullisError {
  const hint = "a person ends it with 'portcullis task end', or removes the file"
  return new PortcullisError(3, `task scope "${file}" ${fault}`, {
    subject: file,
    hint,
    ...(cause === undefined ? {} : { cause }),
  })
}

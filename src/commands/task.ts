/** `portcullis task start|show|end`: a person confines the agents of this worktree, for some hours. */
import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { appendEvent } from '../audit/append.ts'
import type { Json } from '../canonical.ts'
import { PortcullisError, UsageError } from '../errors.ts'
import type { Actor } from '../model.ts'
import {
  formatTask,
  isOver,
  listFault,
  readTask,
  type Task,
  taskFile,
  type Worktree,
} from '../policy/task.ts'

export interface TaskFlags {
  paths?: string[]
  refs?: string[]
  ttl?: string
  maxFiles?: string
}

/** Who asks, where and when. */
export interface TaskCall {
  worktree: Worktree
  actor: Actor
  /** ms */
  now: number
}

/** A sentence or two for stdout, and what could not be written down. */
export interface Told {
  text: string
  notices: string[]
}

/** Writes the scope. Throws UsageError for flags that say nothing, PortcullisError 1 under evidence of an agent. */
export function startTask(flags: TaskFlags, call: TaskCall): Told {
  const task = taskOf(flags, call)
  const known = present(call.worktree)
  const expired =
    known.task !== null && isOver(known.task, call.now) ? said('scope.expired', known.task, call) : []
  mayChange('start', call)
  writeTask(taskFile(call.worktree), formatTask(task))
  const notices = [...expired, ...said('scope.started', task, call)]
  return { text: `${sentences(task, call.now)}\n`, notices }
}

/** What confines agents here now. An expired one is told, recorded and removed: what it said no longer holds. */
export function showTask(call: TaskCall): Told {
  const task = readTask(call.worktree)
  if (task === null) return { text: `no task scope here: ${FALLBACK}\n`, notices: [] }
  if (!isOver(task, call.now)) return { text: `${sentences(task, call.now)}\n`, notices: [] }
  rmSync(taskFile(call.worktree), { force: true })
  const text = `the task scope ended at ${task.endsAt}: ${FALLBACK}\n`
  return { text, notices: said('scope.expired', task, call) }
}

/** Ends it, one that cannot be read too. Throws PortcullisError 1 under evidence of an agent. */
export function endTask(call: TaskCall): Told {
  const { task, isThere } = present(call.worktree)
  if (!isThere) return { text: `no task scope here: ${FALLBACK}\n`, notices: [] }
  mayChange('end', call)
  rmSync(taskFile(call.worktree), { force: true })
  const event = task !== null && isOver(task, call.now) ? 'scope.expired' : 'scope.ended'
  return { text: `the task scope is ended: ${FALLBACK}\n`, notices: said(event, task, call) }
}

const FALLBACK = 'agents are confined to what the policy says ([scopes.agent])'

/**
 * SEAM for approvals: starting, ending and widening a scope is a person's. Until an approval can be asked for here, all that is known
 * is that no agent shows; with a person enrolled on the trusted base this is the place to want their signature.
 */
function mayChange(what: 'start' | 'end', call: TaskCall): void {
  if (call.actor.kind !== 'agent') return
  const notices = appendEvent(call.worktree.commonDir, 'scope.refused', {
    what,
    actor: actorOf(call.actor),
  }).notice
  const because = call.actor.evidence.join(', ')
  const also = notices === undefined ? '' : ` (${notices})`
  throw new PortcullisError(1, `an agent cannot ${what} a task scope (evidence: ${because})${also}`, {
    hint: `a person runs it, in a terminal of their own: portcullis task ${what}`,
  })
}

interface Present {
  isThere: boolean
  /** null also where it cannot be read */
  task: Task | null
}

function present(worktree: Worktree): Present {
  try {
    const task = readTask(worktree)
    return { task, isThere: task !== null }
  } catch (error) {
    if (!(error instanceof PortcullisError)) throw error
    return { task: null, isThere: true }
  }
}

function taskOf(flags: TaskFlags, { worktree, now }: TaskCall): Task {
  const { paths, refs } = flags
  if (paths === undefined && refs === undefined && flags.maxFiles === undefined)
    throw usage('a task scope needs --paths, --refs or --max-files')
  for (const [kind, list] of [
    ['path', paths],
    ['ref', refs],
  ] as const) {
    const fault = listFault(list, kind)
    if (fault !== null) throw usage(fault)
  }
  return {
    version: 1,
    gitDir: realpathSync(worktree.gitDir),
    startedAt: new Date(now).toISOString(),
    endsAt: new Date(now + milliseconds(flags.ttl ?? '4h')).toISOString(),
    ...(paths && { paths }),
    ...(refs && { refs }),
    ...(flags.maxFiles === undefined ? {} : { maxFiles: count(flags.maxFiles) }),
  }
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const LONGEST = 30 * UNITS.d!

function milliseconds(ttl: string): number {
  const [, number, unit] = /^(\d{1,5})([mhd])$/.exec(ttl) ?? []
  const time = Number(number) * (UNITS[unit ?? ''] ?? 0)
  if (time > 0 && time <= LONGEST) return time
  throw usage(`--ttl '${ttl}' is no time such as 30m, 4h or 2d (30d at most)`)
}

function count(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw usage(`--max-files '${text}' is no count`)
}

function usage(message: string): UsageError {
  return new UsageError(message, {
    hint: "for example: portcullis task start --paths 'src/**' --refs 'agent/**' --ttl 4h",
  })
}

/** Renamed into place: a hook must not read half of it. */
function writeTask(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, text, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new PortcullisError(3, `cannot write "${file}": ${code}`, {
      subject: file,
      cause,
      hint: 'check that it may be written to',
    })
  }
}

function sentences(task: Task, now: number): string {
  const minutes = Math.ceil((Date.parse(task.endsAt) - now) / UNITS.m!)
  return [
    `agents in this worktree are confined until ${task.endsAt} (${minutes} minutes more), beside what the policy says`,
    ...(task.paths ? [`  paths: ${task.paths.join(' ')}`] : []),
    ...(task.refs ? [`  refs: ${task.refs.join(' ')}`] : []),
    ...(task.maxFiles === undefined ? [] : [`  files: at most ${task.maxFiles}`]),
  ].join('\n')
}

function said(event: string, task: Task | null, { worktree, actor }: TaskCall): string[] {
  const { notice } = appendEvent(worktree.commonDir, event, {
    actor: actorOf(actor),
    task: (task as Json | null) ?? null,
  })
  return notice === undefined ? [] : [notice]
}

function actorOf({ kind, name, evidence }: Actor): Json {
  return { kind, ...(name === undefined ? {} : { name }), evidence }
}

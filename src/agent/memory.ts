/**
 * What is remembered between the calls of one session, in the clone's common git dir: what was refused (a third attempt is told
 * to stop), what was edited (the policy's limits count over a session too), and the last answers, for a host that tells of one
 * action twice. A help, no proof: whoever may write here could as well go round the hook.
 */
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Ruling, ToolCall } from './call.ts'

export interface Memory {
  /** the answer to this very action, given a moment ago through another of the host's hooks */
  known(call: ToolCall): Ruling | null
  /** keeps the answer for `known` */
  keep(call: ToolCall, ruling: Ruling): void
  /** how often these rules were refused in this session, this time included; the highest count */
  refused(call: ToolCall, rules: readonly string[]): number
  /** distinct files and added lines of this session, these included */
  edited(call: ToolCall, paths: readonly string[], lines: number): { files: number; lines: number }
}

/** Two hooks of one action start together and are seconds apart at most; a command given again is another action. */
const SAME_MS = 10_000
const SESSION_MS = 7 * 86_400_000
const MOST_BYTES = 1_000_000

/** `folder`: `<common git dir>/portcullis/agent-memory`. Where nothing can be written nothing is remembered. */
export function openMemory(folder: string, now: () => number = Date.now): Memory {
  const answers = join(folder, 'answers')
  const sessions = join(folder, 'sessions')
  return {
    known: call => {
      const key = actionKey(call)
      return key === null ? null : readAnswer(join(answers, key), now())
    },
    keep: (call, ruling) => {
      const key = actionKey(call)
      if (key !== null) attempt(() => writeAnswer(answers, key, ruling, now()))
    },
    refused: (call, rules) => {
      const entries = add(
        sessions,
        call,
        rules.map(rule => `refused ${rule}`),
        now(),
      )
      const counts = rules.map(rule => entries.filter(entry => entry === `refused ${rule}`).length)
      return Math.max(0, ...counts)
    },
    edited: (call, paths, lines) => {
      const entries = add(
        sessions,
        call,
        [...paths.map(path => `file ${digest(path)}`), `lines ${lines}`],
        now(),
      )
      const added = entries.flatMap(entry => /^lines (\d+)$/.exec(entry)?.[1] ?? [])
      return {
        files: new Set(entries.filter(entry => entry.startsWith('file '))).size,
        lines: added.reduce((sum, text) => sum + Number(text), 0),
      }
    },
  }
}

/** What was done, not who told of it: the same action comes in two dialects. Null where the host gives no id. */
function actionKey({ act, id, session }: ToolCall): string | null {
  return id === undefined || act.kind === 'none' ? null : digest(JSON.stringify([session, id, act]))
}

function readAnswer(file: string, now: number): Ruling | null {
  try {
    const { at, ruling } = JSON.parse(readFileSync(file, 'utf8')) as { at: number; ruling: Ruling }
    return at <= now && now - at < SAME_MS && typeof ruling?.verdict === 'string' ? ruling : null
  } catch {
    return null
  }
}

function writeAnswer(folder: string, key: string, ruling: Ruling, now: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  sweep(folder, now - 60_000)
  // an output is not kept, not even masked: the other hook masks it again
  const { verdict, text } = ruling
  if (ruling.redacted === undefined)
    writeFileSync(join(folder, key), JSON.stringify({ at: now, ruling: { verdict, text } }), { mode: 0o600 })
}

/** The session's entries with these added; only these where nothing can be kept. */
function add(folder: string, { host, session }: ToolCall, entries: readonly string[], now: number): string[] {
  if (session === undefined || entries.length === 0) return [...entries]
  const file = join(folder, digest(`${host} ${session}`))
  const before = attempt(() => readFileSync(file, 'utf8').split('\n').filter(Boolean)) ?? []
  attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (before.length === 0) sweep(folder, now - SESSION_MS)
    const isFull = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES
    if (!isFull) appendFileSync(file, entries.map(entry => `${entry}\n`).join(''), { mode: 0o600 })
  })
  return [...before, ...entries]
}

function sweep(folder: string, before: number): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? before) < before) rmSync(file, { force: true })
  }
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}

/**
 * A short name for a text, FNV-1a twice: it tells the calls of one host apart and proves nothing. node:crypto would cost every edit 7 ms.
 */
function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193]
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ (unit + at), 0x85ebca6b)
  }
  return [a, b].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Requests: what a person is asked for, as a file a clone. A pointer and no proof: `approve` works everything out anew from objects. */
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor, Landing, OperationKind, RefUpdate } from '../model.ts'

/** `<commonDir>/portcullis/requests/<id>.json`. */
export interface Request {
  v: 1
  id: string
  /** ISO 8601, UTC */
  openedAt: string
  /** a move of a ref is soon something else; a content stays what it is */
  expiresAt: string
  /** the worktree that asked */
  worktree: string
  operation: OperationKind
  actor: Actor
  refs: RefUpdate[]
  clauses: string[]
  /** all of the content is bound, not only `paths` */
  whole: boolean
  /** path bytes, base64 */
  paths: string[]
  /** exactly one of the two */
  landing?: Landing
  update?: RefUpdate
  denied?: { why: string; at: string }
  granted?: { approval: string; by: string; at: string }
}

export type RequestState = 'open' | 'granted' | 'denied' | 'expired'

/** Of one worktree, open at a time: an agent that asks for more is stuck, and so would be the person. */
export const MOST_OPEN = 20

const ID = /^[a-z2-7]{10}$/
const MINUTE = 60_000
const CONTENT_DAYS = 30
const REF_MINUTES = 60

export function isRequestId(text: string): boolean {
  return ID.test(text)
}

/** The moment from which a request, or an approval of it, no longer counts. */
export function lastMoment(of: Pick<Request, 'landing'>, now: Date): Date {
  const minutes = of.landing === undefined ? REF_MINUTES : CONTENT_DAYS * 24 * 60
  return new Date(now.getTime() + minutes * MINUTE)
}

export function stateOf(request: Request, now: Date): RequestState {
  if (request.denied) return 'denied'
  if (request.granted) return 'granted'
  return request.expiresAt <= now.toISOString() ? 'expired' : 'open'
}

/** Null where there is none, or where the file is no request (it is only a pointer: a broken one points nowhere). */
export function readRequest(commonDir: string, id: string): Request | null {
  if (!isRequestId(id)) return null
  try {
    const request = JSON.parse(readFileSync(fileOf(commonDir, id), 'utf8'))
    return isRequest(request) && request.id === id ? request : null
  } catch {
    return null
  }
}

/** All of a clone, the oldest first. */
export function listRequests(commonDir: string): Request[] {
  const all = namesIn(folderOf(commonDir)).flatMap(
    name => readRequest(commonDir, name.replace(/\.json$/, '')) ?? [],
  )
  return all.sort((a, b) =>
    a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : a.id < b.id ? -1 : 1,
  )
}

/** Whole or not at all, for its owner alone. Throws what the file system throws. */
export function writeRequest(commonDir: string, request: Request): void {
  const file = fileOf(commonDir, request.id)
  mkdirSync(folderOf(commonDir), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, `${JSON.stringify(request, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600) // one that a crash left behind keeps its old mode
  renameSync(draft, file)
}

/** Requests that nobody waits for any more; gives how many. */
export function pruneRequests(commonDir: string, now: Date): number {
  const over = listRequests(commonDir).filter(request => request.expiresAt <= now.toISOString())
  for (const { id } of over) rmSync(fileOf(commonDir, id), { force: true })
  return over.length
}

/** Open ones of this worktree. */
export function openIn(commonDir: string, worktree: string, now: Date): Request[] {
  return listRequests(commonDir).filter(
    request => request.worktree === worktree && stateOf(request, now) === 'open',
  )
}

function folderOf(commonDir: string): string {
  return join(commonDir, 'portcullis', 'requests')
}

function fileOf(commonDir: string, id: string): string {
  return join(folderOf(commonDir), `${id}.json`)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => /^[a-z2-7]{10}\.json$/.test(name))
  } catch {
    return []
  }
}

const OBJECT_ID = /^([0-9a-f]{40}|[0-9a-f]{64})$/

/** Ids and names are handed to git: their form is checked, everything else is only shown. */
function isRequest(value: unknown): value is Request {
  const { v, openedAt, expiresAt, worktree, actor, landing, update, ...lists } = (value ??
    {}) as Partial<Request>
  const { refs, clauses, paths } = lists
  const texts = [openedAt, expiresAt, worktree, actor?.kind]
  return (
    v === 1 &&
    texts.every(text => typeof text === 'string') &&
    isTexts(actor?.evidence) &&
    [clauses, paths].every(isTexts) &&
    Array.isArray(refs) &&
    refs.every(isUpdate) &&
    (landing === undefined) !== (update === undefined) &&
    (landing === undefined || isLanding(landing)) &&
    (update === undefined || isUpdate(update))
  )
}

function isTexts(list: unknown): boolean {
  return Array.isArray(list) && list.every(text => typeof text === 'string')
}

function isLanding({ target, tip, from, to }: Landing): boolean {
  return isRef(target) && idOrNull(tip) && idOrNull(from) && OBJECT_ID.test(to)
}

function isUpdate({ ref, action, before, after }: RefUpdate): boolean {
  return (
    isRef(ref) &&
    ['create', 'update', 'force', 'delete'].includes(action) &&
    idOrNull(before) &&
    idOrNull(after)
  )
}

function idOrNull(id: unknown): boolean {
  return id === null || (typeof id === 'string' && OBJECT_ID.test(id))
}

function isRef(name: unknown): boolean {
  return typeof name === 'string' && /^refs\/[^\s~^:?*[\\]+$/.test(name)
}

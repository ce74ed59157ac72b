/**
 * Puts one event at the end of the audit log, `<commonDir>/portcullis/audit/NNNNNN.jsonl`: under the lock, behind the last whole
 * record, on the disk before it returns. Whoever cannot get the lock leaves the record in a file of its own (spill.ts).
 */
import {
  chmodSync,
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../canonical.ts'
import { type Body, type Link, seal } from './chain.ts'
import { firstBody, newLog } from './first.ts'
import { auditFolder, nextSegment } from './folder.ts'
import { type Lock, takeLock } from './lock.ts'
import { dropSpills, leaveSpill, spilledBodies } from './spill.ts'
import { tellSyslog } from './syslog.ts'
import { readTail, type Tail } from './tail.ts'
import { moveTornAside } from './torn.ts'

export interface Recorded {
  file: string
  /** a sentence for stderr when it could not be written down */
  notice?: string
  /** where it stands in the log; absent where it was left beside it */
  link?: Link
}

/** A segment that has grown to this is sealed by the next record. */
const SEGMENT_BYTES = 5_000_000

/**
 * Any event but a decision: `approval.granted`, `scope.started`, `agent.decision`, … `body` holds no secret and no raw text from
 * an untrusted file; its members `v`, `log`, `seq`, `prev`, `hash` and `event` are the chain's own. Never throws: the caller prints the notice.
 */
export function appendEvent(commonDir: string, event: string, body: { [name: string]: Json }): Recorded {
  return appendBody(commonDir, { ...body, event }, `event ${event}`)
}

/** `what` names it in the notice. */
export function appendBody(commonDir: string, body: Body, what: string): Recorded {
  const folder = auditFolder(commonDir)
  try {
    const recorded = underLock(folder, commonDir, body)
    if (recorded.link) tellSyslog(commonDir, recorded.link, wordsOf(body))
    return recorded
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    const file = (error as NodeJS.ErrnoException).path ?? folder
    return { file, notice: `${what} is not recorded: cannot write "${file}": ${code}` }
  }
}

function underLock(folder: string, commonDir: string, body: Body): Recorded {
  const lock = takeLock(folder)
  if (!lock) return { file: leaveSpill(folder, body) }
  try {
    return put(folder, commonDir, lock, body)
  } finally {
    lock.release()
  }
}

function wordsOf({ event, verdict }: Body): string[] {
  return typeof verdict === 'string' ? [event, verdict] : [event]
}

/** Everything that has to be said before `body` goes with it, in one write. */
function put(folder: string, commonDir: string, lock: Lock, body: Body): Recorded {
  const { segments, spills } = lock.listing
  const tail = readTail(folder, segments)
  const isFull = tail.segment !== undefined && tail.size >= SEGMENT_BYTES
  const name = isFull || tail.segment === undefined ? nextSegment(tail.segment) : tail.segment
  const bodies = [
    ...(tail.link ? [] : [firstBody(commonDir)]),
    ...recovered(folder, tail),
    ...(isFull ? [{ event: 'rotate', from: tail.segment, lastHash: tail.link?.hash }] : []),
    ...spilledBodies(folder, spills, segments),
    body,
  ]
  const { text, link } = chained(tail.link ?? newLog(), bodies)
  if (!lock.isMine()) return { file: leaveSpill(folder, body) }
  const file = join(folder, name)
  write(folder, file, text, tail)
  if (isFull) seals(join(folder, tail.segment!))
  dropSpills(folder, spills)
  return { file, link }
}

function recovered(folder: string, tail: Tail): Body[] {
  const { segment, torn, unreadable } = tail
  const lines = unreadable > 0 ? [{ event: 'recovered', segment, unreadable }] : []
  if (torn.length === 0) return lines
  return [...lines, { event: 'recovered', segment, ...moveTornAside(folder, segment!, tail) }]
}

function chained(after: Link, bodies: Body[]): { text: string; link: Link } {
  let link = after
  let text = ''
  for (const body of bodies) {
    const sealed = seal(link, body)
    text += `${sealed.line}\n`
    link = sealed.link
  }
  return { text, link }
}

/** On the disk, or not there at all: a full disk leaves half a line, which is taken back. */
function write(folder: string, file: string, text: string, { segment }: Tail): void {
  const fd = openSync(file, 'a', 0o600)
  try {
    const { size } = fstatSync(fd)
    try {
      writeWhole(fd, Buffer.from(text, 'utf8'))
      fdatasyncSync(fd)
    } catch (error) {
      takeBack(fd, size)
      throw Object.assign(error as Error, { path: file })
    }
  } finally {
    closeSync(fd)
  }
  if (segment === undefined || !file.endsWith(segment)) syncFolder(folder)
}

function writeWhole(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
}

function takeBack(fd: number, size: number): void {
  try {
    ftruncateSync(fd, size)
  } catch {
    // the next record moves what stands there aside
  }
}

/** A new file is there after a power cut only if its folder is on the disk too. Windows cannot, and need not. */
function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch {
    // see above
  }
}

function seals(file: string): void {
  try {
    chmodSync(file, 0o400)
  } catch {
    // a file system without modes
  }
}

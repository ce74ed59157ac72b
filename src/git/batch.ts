/** Reading what `git cat-file --batch` prints: `<id> <type> <size>[ <rest>]\n<content>\n`, or `<what was asked> missing\n`. */
import type { ObjectId } from '../model.ts'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'

export interface Answer {
  id: ObjectId
  type: ObjectType
  size: number
  /** null when larger than what was asked for */
  data: Buffer | null
}

export interface BatchEvents {
  /** how many bytes of the next object are wanted; more are thrown away as they come */
  limit(): number
  /** null = missing, or ambiguous */
  answer(answer: Answer | null, line: string): void
  /** the output is not what cat-file prints */
  garbled(line: string): void
}

interface Body {
  answer: Answer
  line: string
  pieces: Buffer[]
  /** bytes still to come, the line feed after the content included */
  left: number
  keep: boolean
}

/** A function that takes the output in chunks, cut anywhere, and reports every answer in order. Linear in the bytes. */
export function batchParser(events: BatchEvents): (chunk: Buffer) => void {
  let head: Buffer[] = []
  let body: Body | null = null

  function takeHead(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(0x0a, at)
    head.push(chunk.subarray(at, end < 0 ? chunk.length : end))
    if (end < 0) return chunk.length
    const line = Buffer.concat(head).toString('utf8')
    head = []
    body = open(line, events)
    return end + 1
  }

  function takeBody(current: Body, chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + current.left)
    if (current.keep) current.pieces.push(chunk.subarray(at, end))
    current.left -= end - at
    if (current.left > 0) return end
    body = null
    events.answer(finished(current), current.line)
    return end
  }

  return chunk => {
    for (let at = 0; at < chunk.length; ) at = body ? takeBody(body, chunk, at) : takeHead(chunk, at)
  }
}

const HEAD = /^([0-9a-f]{40}|[0-9a-f]{64}) (blob|tree|commit|tag) (\d+)(?: .*)?$/

function open(line: string, events: BatchEvents): Body | null {
  const match = HEAD.exec(line)
  if (match) {
    const size = Number(match[3])
    const answer: Answer = { id: match[1]!, type: match[2] as ObjectType, size, data: null }
    return { answer, line, pieces: [], left: size + 1, keep: size <= events.limit() }
  }
  if (/ (missing|ambiguous|submodule|excluded)$/.test(line)) events.answer(null, line)
  else events.garbled(line)
  return null
}

function finished({ answer, pieces, keep }: Body): Answer {
  if (!keep) return answer
  const all = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  return { ...answer, data: all.subarray(0, answer.size) }
}

/** The memory that objects are put together in: a stack of contents, above it room for what is on its way. */
import { type Edit, LENT_ROOM, lendMemory } from '../detect/index.ts'
import {
  deltaFault,
  FREE_FROM,
  inflateFault,
  type Kernel,
  MANY_SEGMENTS,
  makeMemory,
  openKernel,
  SLACK,
} from '../pack/kernel/load.ts'

/** Copies of one delta that are kept apart; with more of them the content counts as new. */
const MOST_COPIES = 1 << 16
/** What looks for lines and runs in the contents writes there what it found. */
const FOUND = FREE_FROM + MOST_COPIES * 12
const STACK = FOUND + LENT_ROOM
const START = 16 << 20
/** What does not fit is read by itself (walk.ts). */
export const MOST_BYTES = 256 << 20
const PAGE = 65_536

/** Bytes in the memory. */
export interface Placed {
  at: number
  length: number
}

export interface Memory {
  /** room for `length` bytes behind `below`; null: that is too much. Views made before are void */
  place(below: number, length: number): Placed | null
  view(placed: Placed): Buffer
  bytes(): Uint8Array
  /** throws Error with what is wrong with the stream */
  inflate(source: Placed, into: Placed): void
  /** size of what the delta gives; throws Error */
  resultSize(delta: Placed): number
  /** null: the content is there, and what was copied is not known; throws Error */
  apply(delta: Placed, base: Placed, into: Placed): Edit | null
}

/** The first place of the stack. */
export const BOTTOM = STACK

export function openMemory(): Memory {
  const memory = makeMemory(START)
  const kernel = openKernel(memory)
  lendMemory(memory, FOUND)
  // made anew with every growth and not with every object: asking a memory for its buffer costs as much as a small delta
  let buffer = memory.buffer
  let bytes = new Uint8Array(buffer)
  let sizes = new Uint32Array(buffer, FREE_FROM, 2)
  let copies = new Int32Array(buffer, FREE_FROM, MOST_COPIES * 3)
  const grow = (missing: number) => {
    memory.grow(Math.ceil(Math.max(missing, Math.min(missing * 4, 16 << 20)) / PAGE))
    buffer = memory.buffer
    bytes = new Uint8Array(buffer)
    sizes = new Uint32Array(buffer, FREE_FROM, 2)
    copies = new Int32Array(buffer, FREE_FROM, MOST_COPIES * 3)
  }
  return {
    place(below, length) {
      const at = (below + SLACK + 15) & ~15
      const end = at + length + SLACK * 2
      if (end > MOST_BYTES) return null
      if (end > bytes.length) grow(end - bytes.length)
      return { at, length }
    },
    view: ({ at, length }) => Buffer.from(buffer, at, length),
    bytes: () => bytes,
    inflate(source, into) {
      const code = kernel.inflate(source.at, source.length, into.at, into.length)
      if (code < 0) throw new Error(inflateFault(code))
    },
    resultSize(delta) {
      const code = kernel.deltaSizes(delta.at, delta.length, FREE_FROM)
      if (code < 0) throw new Error(deltaFault(code))
      return sizes[1]!
    },
    apply(delta, base, into) {
      const count = applied(kernel, delta, base, into)
      return count === MANY_SEGMENTS ? null : { copies, count, before: base.length, now: into.length }
    },
  }
}

/** How many copies, or MANY_SEGMENTS: the content is there, and what was copied is not known. */
function applied(kernel: Kernel, delta: Placed, base: Placed, into: Placed): number {
  const count = kernel.apply(
    delta.at,
    delta.length,
    base.at,
    base.length,
    into.at,
    into.length,
    FREE_FROM,
    MOST_COPIES,
  )
  if (count < 0 && count !== MANY_SEGMENTS) throw new Error(deltaFault(count))
  return count
}

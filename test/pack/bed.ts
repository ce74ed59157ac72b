/** A kernel whose memory tells when something was written where it must not be. */
import { expect } from 'vitest'
import { FREE_FROM, type Kernel, makeMemory, openKernel, SLACK } from '../../src/pack/kernel/load.ts'

const ROOM = 1 << 21
const GUARD = 64

export interface Outcome {
  /** what the kernel handed back */
  code: number
  bytes: Buffer
}

export interface Bed {
  kernel: Kernel
  memory: Buffer
  /** `behind` lies where the source has its slack: the kernel may read it and must not believe it */
  inflate(source: Uint8Array, size: number, behind?: Uint8Array): Outcome
  apply(
    delta: Uint8Array,
    base: Uint8Array,
    capacity: number,
    maxSegments?: number,
    behind?: Uint8Array,
  ): Outcome & { segments: number[] }
}

export function makeBed(): Bed {
  const shared = makeMemory(4 * ROOM)
  const memory = Buffer.from(shared.buffer)
  memory.fill(0xa5)
  const kernel = openKernel(shared)
  const one = FREE_FROM + GUARD
  const two = one + ROOM
  const three = two + ROOM
  return {
    kernel,
    memory,
    inflate(source, size, behind = new Uint8Array()) {
      lay(memory, one, source, behind)
      lay(memory, two, new Uint8Array(size))
      const code = kernel.inflate(one, source.length, two, size)
      unharmed(memory, one, source)
      return { code, bytes: taken(memory, two, size) }
    },
    apply(delta, base, capacity, maxSegments = 4096, behind = new Uint8Array()) {
      lay(memory, one, delta, behind)
      lay(memory, two, base)
      lay(memory, three, new Uint8Array(capacity))
      lay(memory, three + ROOM / 2, new Uint8Array(maxSegments * 12))
      const at = three + ROOM / 2
      const code = kernel.apply(one, delta.length, two, base.length, three, capacity, at, maxSegments)
      unharmed(memory, one, delta)
      unharmed(memory, two, base)
      taken(memory, at, maxSegments * 12)
      const count = Math.max(0, code) * 3
      const segments = Array.from({ length: count }, (_, i) => memory.readUInt32LE(at + i * 4))
      return { code, bytes: taken(memory, three, capacity), segments }
    },
  }
}

function lay(memory: Buffer, at: number, content: Uint8Array, behind: Uint8Array = new Uint8Array()): void {
  const end = at + content.length
  memory.fill(0xa5, at - GUARD, at)
  memory.set(content, at)
  memory.fill(0xa5, end, end + SLACK + GUARD)
  memory.set(behind.subarray(0, SLACK), end)
}

/** The result, once it is sure that only its place and its slack were written. */
function taken(memory: Buffer, at: number, size: number): Buffer {
  guarded(memory, at - GUARD)
  guarded(memory, at + size + SLACK)
  return Buffer.from(memory.subarray(at, at + size))
}

function unharmed(memory: Buffer, at: number, content: Uint8Array): void {
  if (memory.compare(content, 0, content.length, at, at + content.length) !== 0)
    expect.fail('a source was written')
  guarded(memory, at - GUARD)
  guarded(memory, at + content.length + SLACK)
}

function guarded(memory: Buffer, at: number): void {
  for (let i = at; i < at + GUARD; i++) if (memory[i] !== 0xa5) expect.fail(`byte ${i} was written`)
}

/** git's deltas as gitformat-pack describes them, written to be read and not to be fast. */

export type Op = { copy: number; length: number } | { insert: Uint8Array }

export function sizeBytes(size: number): number[] {
  return size < 128 ? [size] : [(size % 128) | 128, ...sizeBytes(Math.floor(size / 128))]
}

export function encodeDelta(baseSize: number, resultSize: number, ops: Op[]): Buffer {
  return Buffer.from([...sizeBytes(baseSize), ...sizeBytes(resultSize), ...ops.flatMap(encodeOp)])
}

function encodeOp(op: Op): number[] {
  if ('insert' in op) return [op.insert.length, ...op.insert]
  const length = op.length === 0x10000 ? 0 : op.length
  const bytes = [0, 8, 16, 24].map(by => (op.copy >>> by) & 255)
  bytes.push(...[0, 8, 16].map(by => (length >>> by) & 255))
  const bits = bytes.reduce((all, byte, i) => (byte === 0 ? all : all | (1 << i)), 0)
  return [128 | bits, ...bytes.filter(byte => byte !== 0)]
}

export interface Applied {
  result: Buffer
  /** where in the result, where in the base, how many: flat, joined where both go on */
  segments: number[]
}

/** Ops are believed. */
export function applyOps(base: Uint8Array, ops: Op[]): Applied {
  const parts: Uint8Array[] = []
  const segments: number[] = []
  let at = 0
  for (const op of ops) {
    const part = 'insert' in op ? op.insert : base.subarray(op.copy, op.copy + op.length)
    parts.push(part)
    if ('copy' in op) addSegment(segments, at, op.copy, op.length)
    at += part.length
  }
  return { result: Buffer.concat(parts), segments }
}

function addSegment(segments: number[], to: number, from: number, length: number): void {
  const [lastTo = -1, lastFrom = -1, lastLength = 0] = segments.slice(-3)
  if (segments.length > 0 && lastTo + lastLength === to && lastFrom + lastLength === from)
    segments[segments.length - 1]! += length
  else segments.push(to, from, length)
}

/** The ops of a delta that is right. */
export function opsOf(delta: Uint8Array): Op[] {
  let at = skipSize(delta, skipSize(delta, 0))
  const ops: Op[] = []
  while (at < delta.length) {
    const op = delta[at++]!
    if (op < 128) {
      ops.push({ insert: delta.subarray(at, at + op) })
      at += op
      continue
    }
    const bytes = [0, 1, 2, 3, 4, 5, 6].map(i => (op & (1 << i) ? delta[at++]! : 0))
    const number = (part: number[]) => part.reduceRight((sum, byte) => sum * 256 + byte, 0)
    ops.push({ copy: number(bytes.slice(0, 4)), length: number(bytes.slice(4)) || 0x10000 })
  }
  return ops
}

function skipSize(delta: Uint8Array, at: number): number {
  return delta[at]! < 128 ? at + 1 : skipSize(delta, at + 1)
}

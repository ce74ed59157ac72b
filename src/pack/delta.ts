/** git's deltas: pieces copied from a base, and new bytes. */
import { Damage } from './damage.ts'

/** The sizes that a delta begins with. */
export interface DeltaSizes {
  base: number
  result: number
  /** where its instructions begin */
  at: number
}

/** Reads the sizes; a piece of the delta is enough. Throws Damage. */
export function deltaSizes(delta: Uint8Array): DeltaSizes {
  const base = readSize(delta, 0)
  const result = readSize(delta, base.at)
  return { base: base.size, result: result.size, at: result.at }
}

/** `base` changed by `delta`. Throws Damage unless both sizes are as the delta says. */
export function applyDelta(delta: Uint8Array, base: Uint8Array): Buffer {
  const sizes = deltaSizes(delta)
  if (sizes.base !== base.length)
    throw new Damage(`its delta is against ${sizes.base} bytes, and its base has ${base.length}`)
  const result = Buffer.allocUnsafe(sizes.result)
  const written = run(delta, sizes.at, base, result)
  if (written !== sizes.result) throw new Damage(`its delta gives ${written} bytes, not ${sizes.result}`)
  return result
}

function run(delta: Uint8Array, start: number, base: Uint8Array, result: Buffer): number {
  let to = 0
  for (let at = start; at < delta.length; ) {
    const code = delta[at++]!
    if (code === 0) throw new Damage('its delta has an unknown instruction')
    if (code < 0x80) {
      if (at + code > delta.length || to + code > result.length) throw new Damage('its delta is malformed')
      result.set(delta.subarray(at, at + code), to)
      at += code
      to += code
      continue
    }
    let from = 0
    let length = 0
    if (code & 0x01) from = delta[at++]!
    if (code & 0x02) from |= delta[at++]! << 8
    if (code & 0x04) from |= delta[at++]! << 16
    if (code & 0x08) from += delta[at++]! * 2 ** 24
    if (code & 0x10) length = delta[at++]!
    if (code & 0x20) length |= delta[at++]! << 8
    if (code & 0x40) length |= delta[at++]! << 16
    if (length === 0) length = 0x10000
    if (at > delta.length || from + length > base.length || to + length > result.length)
      throw new Damage('its delta is malformed')
    result.set(base.subarray(from, from + length), to)
    to += length
  }
  return to
}

/** Seven bits a byte, the lowest first. */
function readSize(delta: Uint8Array, start: number): { size: number; at: number } {
  let size = 0
  let at = start
  let byte = 0x80
  for (let unit = 1; byte & 0x80; unit *= 128) {
    if (at >= delta.length || unit > 2 ** 49) throw new Damage('its delta has no sizes')
    byte = delta[at++]!
    size += (byte & 0x7f) * unit
  }
  return { size, at }
}

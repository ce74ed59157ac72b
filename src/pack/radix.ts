/** Sorting by number without a comparison: a million offsets in a few hundredths of a second. */

const BITS = 11
const DIGITS = 1 << BITS

/** The indexes of `keys` (whole numbers from 0 to 2^53) in ascending order of their keys; equal keys keep their order. */
export function orderOf(keys: Float64Array | Uint32Array): Uint32Array {
  let order = new Uint32Array(keys.length).map((_, i) => i)
  let other = new Uint32Array(keys.length)
  let highest = 0
  for (const key of keys) if (key > highest) highest = key
  for (let unit = 1; unit <= highest; unit *= DIGITS) {
    pass(keys, unit, order, other)
    ;[order, other] = [other, order]
  }
  return order
}

/** Distributes by one digit; the bitwise and takes a float's low 32 bits, whatever lies above them. */
function pass(keys: Float64Array | Uint32Array, unit: number, from: Uint32Array, to: Uint32Array): void {
  const scale = 1 / unit // a power of two: exact
  const starts = new Uint32Array(DIGITS + 1)
  for (let i = 0; i < keys.length; i++) starts[((keys[i]! * scale) & (DIGITS - 1)) + 1]!++
  for (let digit = 1; digit < DIGITS; digit++) starts[digit]! += starts[digit - 1]!
  for (let i = 0; i < from.length; i++) {
    const row = from[i]!
    to[starts[(keys[row]! * scale) & (DIGITS - 1)]!++] = row
  }
}

/** Sorting by number without a comparison: a million offsets in a few hundredths of a second. */

const BITS = 11
const DIGITS = 1 << BITS

/** The indexes of `keys` (whole numbers from 0 to 2^53) in ascending order of their keys; equal keys keep their order. */
export function orderOf(keys: Float64Array | Uint32Array): Uint32Array {
  const order = new Uint32Array(keys.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  if (isAscending(keys)) return order
  const low = new Uint32Array(keys) // what lies above 32 bits falls off
  const sorted = sortedBy(low, order)
  return keys instanceof Uint32Array ? sorted : sortedBy(highOf(keys, sorted), sorted)
}

function isAscending(keys: Float64Array | Uint32Array): boolean {
  for (let i = 1; i < keys.length; i++) if (keys[i - 1]! > keys[i]!) return false
  return true
}

/** What lies above 32 bits, of each key in the order that is there so far. */
function highOf(keys: Float64Array, order: Uint32Array): Uint32Array {
  return order.map(row => Math.floor(keys[row]! / 2 ** 32))
}

/** `values` sorted by the keys beside them, digit by digit, the lowest first. */
function sortedBy(keys: Uint32Array, values: Uint32Array): Uint32Array {
  let from: Pairs = { keys, values }
  let to: Pairs = { keys: new Uint32Array(keys.length), values: new Uint32Array(keys.length) }
  let used = 0
  for (const key of keys) used |= key
  for (let shift = 0; shift < 32; shift += BITS) {
    if (((used >>> shift) & (DIGITS - 1)) === 0) continue
    pass(from, to, shift)
    ;[from, to] = [to, from]
  }
  return from.values
}

interface Pairs {
  keys: Uint32Array
  values: Uint32Array
}

/** Distributes by one digit. */
function pass(from: Pairs, to: Pairs, shift: number): void {
  const starts = new Uint32Array(DIGITS + 1)
  const { keys, values } = from
  for (let i = 0; i < keys.length; i++) starts[((keys[i]! >>> shift) & (DIGITS - 1)) + 1]!++
  for (let digit = 1; digit < DIGITS; digit++) starts[digit]! += starts[digit - 1]!
  for (let i = 0; i < keys.length; i++) {
    const at = starts[(keys[i]! >>> shift) & (DIGITS - 1)]!++
    to.keys[at] = keys[i]!
    to.values[at] = values[i]!
  }
}

// The input as a stream of bits. Those to come are in `bits`, above USED bits that are done with; `held` counts both, and
// the next byte to load is at `next`. A table of 32-bit entries is thus asked with `bits` and a mask: what was used makes
// room for the factor 4, and the shift that would make it is one step less in the chain that decoding is.
//
// Loads are of eight bytes and may reach past the end of the input: whoever reads asks `isPastEnd` before it believes
// anything. Bits above the `held` ones may be set: they are those that the next refill puts there again.

export const USED: u32 = 2

export let bits: u64 = 0
export let held: u32 = 0
export let next: usize = 0
export let inputEnd: usize = 0

export function openInput(src: usize, length: usize): void {
  inputEnd = src + length
  jump(src)
}

export function jump(to: usize): void {
  bits = 0
  held = USED
  next = to
}

/** Inner loops work on copies of their own. */
// @ts-ignore: decorator
@inline
export function setInput(ownBits: u64, ownHeld: u32, ownNext: usize): void {
  bits = ownBits
  held = ownHeld & 63
  next = ownNext
}

/** At least 54 bits are to come afterwards. */
// @ts-ignore: decorator
@inline
export function refill(): void {
  bits |= load<u64>(next) << (held as u64)
  next += 7 - (held >> 3)
  held |= 56
}

/** `count` <= 16, and no more than are held. */
// @ts-ignore: decorator
@inline
export function take(count: u32): u32 {
  const taken = ((bits >> USED) as u32) & ((1 << count) - 1)
  drop(count)
  return taken
}

// @ts-ignore: decorator
@inline
export function drop(count: u32): void {
  bits >>= count as u64
  held -= count
}

export function bitsToByte(): u32 {
  return (held - USED) & 7
}

/** The first byte of which no bit was taken. */
export function position(): usize {
  return next - ((held - USED) >> 3)
}

export function isPastEnd(): bool {
  return position() > inputEnd
}

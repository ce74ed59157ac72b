// The input as a stream of bits. `held` bits of it are in `bits`, the next byte to load is at `next`. Loads are of eight
// bytes and may reach past the end of the input: whoever reads asks `isPastEnd` before it believes anything.
// Bits above the `held` ones may be set: they are those that the next refill puts there again.

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
  held = 0
  next = to
}

/** block.ts works on copies of its own. */
export function setInput(ownBits: u64, ownHeld: u32, ownNext: usize): void {
  bits = ownBits
  held = ownHeld & 63
  next = ownNext
}

/** At least 56 bits are held afterwards. */
// @ts-ignore: decorator
@inline
export function refill(): void {
  bits |= load<u64>(next) << (held as u64)
  next += 7 - (held >> 3)
  held |= 56
}

/** `count` <= 32, and no more than are held. */
// @ts-ignore: decorator
@inline
export function take(count: u32): u32 {
  const taken = (bits as u32) & (((1 as u64) << (count as u64)) as u32) - 1
  drop(count)
  return taken
}

// @ts-ignore: decorator
@inline
export function drop(count: u32): void {
  bits >>= count as u64
  held -= count
}

/** The first byte of which no bit was taken. */
export function position(): usize {
  return next - (held >> 3)
}

/** Only right when the last bits taken were truly there: else they came from behind the input. */
export function isPastEnd(): bool {
  return position() > inputEnd
}

export function bitsToByte(): u32 {
  return held & 7
}

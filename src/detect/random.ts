/** Numbers that look drawn and are the same for the same seed: for examples, made-up tokens and the training. */

export type Random = () => number

/** Tommy Ettinger's 32-bit generator (public domain): small, and good enough to look random. */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

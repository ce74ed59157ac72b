/**
 * Marvin32, the keyed hash in Azure's identifiable keys (dotnet/runtime, System.Marvin). Two 32-bit halves are added,
 * rotated and mixed for every four bytes; the end is marked with 0x80.
 */

/** The hash's two halves xored, unsigned. `seed`: eight ASCII characters, read as one big-endian number. */
export function marvin32(data: Uint8Array, seed: string): number {
  const key = Buffer.from(seed, 'latin1')
  const state: State = [key.readUInt32BE(4), key.readUInt32BE(0)]
  const input = Buffer.from(data.buffer, data.byteOffset, data.length)
  const whole = input.length & ~3
  for (let at = 0; at < whole; at += 4) mix(state, input.readUInt32LE(at))
  mix(state, lastOf(input.subarray(whole)))
  mix(state, 0)
  return (state[0] ^ state[1]) >>> 0
}

type State = [number, number]

function mix(state: State, word: number): void {
  let [low, high] = state
  low = (low + word) | 0
  high ^= low
  low = turned(low, 20) + high
  high = turned(high, 9) ^ low
  low = (turned(low | 0, 27) + high) | 0
  high = turned(high, 19)
  state[0] = low
  state[1] = high
}

function turned(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function lastOf(rest: Buffer): number {
  let word = 0x80
  for (let at = rest.length - 1; at >= 0; at--) word = ((word << 8) | rest[at]!) >>> 0
  return word
}

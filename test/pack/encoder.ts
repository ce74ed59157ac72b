/** Deflate blocks that no compressor would write: any code, any symbols, right or wrong. */

/** Bits in the order of RFC 1951: the lowest of a byte first. */
export class Bits {
  readonly #bits: number[] = []

  /** a number, lowest bit first */
  put(value: number, count: number): this {
    for (let i = 0; i < count; i++) this.#bits.push((value >> i) & 1)
    return this
  }

  /** a code, first bit first */
  code(value: number, count: number): this {
    for (let i = count - 1; i >= 0; i--) this.#bits.push((value >> i) & 1)
    return this
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8))
    for (const [i, bit] of this.#bits.entries()) bytes[i >> 3]! |= bit << (i & 7)
    return bytes
  }
}

/** Canonical codes of these lengths (RFC 1951, 3.2.2). */
export function codesOf(lengths: number[]): number[] {
  const next = new Array<number>(17).fill(0)
  let code = 0
  for (let bits = 1; bits <= 15; bits++) {
    code = (code + (bits === 1 ? 0 : lengths.filter(length => length === bits - 1).length)) << 1
    next[bits] = code
  }
  return lengths.map(length => (length === 0 ? 0 : next[length]!++))
}

/** Splits a code again and again until it has `count` symbols: complete, and as lopsided as `choices` (0..1) want it. */
export function completeLengths(count: number, choices: number[], longest = 15): number[] {
  const lengths = [1, 1]
  for (let i = 0; lengths.length < count; i++) {
    const open = [...lengths.keys()].filter(k => lengths[k]! < longest)
    const k = open[Math.floor(choices[i % choices.length]! * open.length)]!
    lengths[k]!++
    lengths.push(lengths[k]!)
  }
  return lengths
}

export interface Block {
  literals: number[]
  distances: number[]
  /** a literal or length symbol with its extra bits, after a length a distance with its own */
  tokens: { symbol: number; extra: number; distance: number; far: number }[]
}

/** The last block of a stream, codes and all. */
export function putBlock(bits: Bits, { literals, distances, tokens }: Block): Bits {
  bits.put(1, 1).put(2, 2)
  putLengths(bits, literals, distances)
  const [literalCodes, distanceCodes] = [codesOf(literals), codesOf(distances)]
  for (const { symbol, extra, distance, far } of tokens) {
    bits.code(literalCodes[symbol]!, literals[symbol]!)
    if (symbol <= 256) continue
    bits.put(extra, extraOf(symbol - 257, 4, 28))
    bits.code(distanceCodes[distance]!, distances[distance]!)
    bits.put(far, extraOf(distance, 2, 30))
  }
  return bits.code(literalCodes[256]!, literals[256]!)
}

/** Every length written out: all length codes 0..15 are four bits long, as their own value says. */
function putLengths(bits: Bits, literals: number[], distances: number[]): void {
  bits
    .put(literals.length - 257, 5)
    .put(distances.length - 1, 5)
    .put(15, 4)
  for (let i = 0; i < 19; i++) bits.put(i < 3 ? 0 : 4, 3)
  for (const length of [...literals, ...distances]) bits.code(length, 4)
}

/** Lengths as pairs: a symbol 0..18 and its extra bits. 13 of these symbols have four bits, the last 6 have five. */
export function putRuns(bits: Bits, pairs: number[], literals: number, distances: number): Bits {
  bits
    .put(literals - 257, 5)
    .put(distances - 1, 5)
    .put(15, 4)
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  const lengths = Array.from({ length: 19 }, (_, i) => (i < 13 ? 4 : 5))
  for (const symbol of order) bits.put(lengths[symbol]!, 3)
  const codes = codesOf(lengths)
  for (let i = 0; i < pairs.length; i += 2) {
    const symbol = pairs[i]!
    bits.code(codes[symbol]!, lengths[symbol]!)
    bits.put(pairs[i + 1]!, symbol < 16 ? 0 : [2, 3, 7][symbol - 16]!)
  }
  return bits
}

function extraOf(index: number, step: number, count: number): number {
  if (index >= count) return 0
  return index < 2 * step ? 0 : Math.floor(index / step) - 1
}

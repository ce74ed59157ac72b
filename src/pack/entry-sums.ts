/** CRC-32 of each entry, while a pack passes by in pieces. */
import { crc32 } from 'node:zlib'
import type { PackIndex } from './idx.ts'
import { orderOf } from './radix.ts'

export class EntrySums {
  /** offsets of the entries that differ from the index */
  readonly wrong: number[] = []
  readonly #offsets: Float64Array
  readonly #expected: Uint32Array
  /** the entry being summed, and its sum so far */
  #entry = 0
  #sum = 0

  /** `end`: where the last entry ends. Without checksums in the index nothing is wrong. */
  constructor(index: PackIndex | null, end: number) {
    const { offsets, crcs } = index?.crcs ? index : { offsets: new Float64Array(), crcs: new Uint32Array() }
    const order = orderOf(offsets)
    this.#offsets = new Float64Array(order.length + 1).fill(end)
    this.#expected = new Uint32Array(order.length)
    for (let i = 0; i < order.length; i++) {
      this.#offsets[i] = offsets[order[i]!]!
      this.#expected[i] = crcs![order[i]!]!
    }
  }

  /** The next bytes of the pack, which begin at `start`. */
  add(bytes: Buffer, start: number): void {
    const end = start + bytes.length
    while (this.#entry < this.#expected.length && this.#offsets[this.#entry]! < end) {
      const from = Math.max(this.#offsets[this.#entry]!, start)
      const to = Math.min(this.#offsets[this.#entry + 1]!, end)
      this.#sum = crc32(bytes.subarray(from - start, to - start), this.#sum)
      if (to < this.#offsets[this.#entry + 1]!) return
      this.#finish()
    }
  }

  #finish(): void {
    if (this.#sum !== this.#expected[this.#entry]) this.wrong.push(this.#offsets[this.#entry]!)
    this.#entry++
    this.#sum = 0
  }
}

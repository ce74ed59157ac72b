/** CRC-32 of each entry, while a pack passes by in pieces. */
import { crc32 } from 'node:zlib'
import type { PackIndex } from './idx.ts'
import { orderOf } from './radix.ts'

export class EntrySums {
  /** offsets of the entries that differ from the index */
  readonly wrong: number[] = []
  readonly #offsets: number[] | Float64Array
  readonly #expected: Uint32Array
  /** the entry being summed, and its sum so far */
  #entry = 0
  #sum = 0

  /** `end`: where the last entry ends. Without checksums in the index nothing is wrong. */
  constructor(index: PackIndex | null, end: number) {
    const order = index?.crcs ? orderOf(index.offsets) : new Uint32Array()
    this.#offsets = Float64Array.from([...order].map(row => index!.offsets[row]!).concat(end))
    this.#expected = Uint32Array.from(order, row => index!.crcs![row]!)
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

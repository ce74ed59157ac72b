/** Which entry of a pack begins at an offset: answered in constant time where entries are spread evenly. */

export class OffsetFinder {
  readonly #sorted: Float64Array
  readonly #scale: number
  /** how many offsets lie in the slices before each slice of the pack */
  readonly #before: Uint32Array

  /** `sorted`: ascending offsets, all below `end`. */
  constructor(sorted: Float64Array, end: number) {
    this.#sorted = sorted
    const slices = sorted.length + 1
    this.#scale = slices / end
    this.#before = new Uint32Array(slices + 1)
    for (const offset of sorted) this.#before[this.#sliceOf(offset) + 1]!++
    for (let i = 0; i < slices; i++) this.#before[i + 1]! += this.#before[i]!
  }

  /** Position among the sorted offsets, -1 when no entry begins there. */
  find(offset: number): number {
    if (!(offset >= 0)) return -1
    const slice = this.#sliceOf(offset)
    let low = this.#before[slice]!
    let high = this.#before[slice + 1]! - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const order = this.#sorted[middle]! - offset
      if (order === 0) return middle
      if (order < 0) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  #sliceOf(offset: number): number {
    return Math.min(Math.floor(offset * this.#scale), this.#sorted.length)
  }
}

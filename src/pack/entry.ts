/** The header of an entry in a pack: what is stored, how large it is, and against what. */

export const OFS_DELTA = 6
export const REF_DELTA = 7

/** No entry's header is longer: two numbers of at most 9 bytes, or one and an id. */
export const LONGEST_HEADER = 48

/** One reader for many entries: its fields are those of the entry parsed last. */
export class EntryHeader {
  /** 1..4 as in KINDS, OFS_DELTA or REF_DELTA */
  type = 0
  /** inflated bytes of the object or delta */
  size = 0
  /** of an OFS_DELTA: how far before the entry its base begins */
  distance = 0
  /** of a REF_DELTA: where the base's id begins in `bytes` */
  idAt = 0
  /** where the compressed data begins in `bytes` */
  end = 0

  /** False when there is no header there. */
  parse(bytes: Uint8Array, at: number, hashBytes: number): boolean {
    const first = bytes[at]!
    this.type = (first >> 4) & 7
    this.size = first & 15
    this.end = at + 1
    if (first & 0x80 && !this.#readSize(bytes)) return false
    if (this.type === OFS_DELTA) return this.#readDistance(bytes)
    this.idAt = this.end
    if (this.type === REF_DELTA) this.end += hashBytes
    return this.type !== 0 && this.type !== 5 && this.end <= bytes.length
  }

  /** Seven bits a byte, the lowest first. */
  #readSize(bytes: Uint8Array): boolean {
    let byte = 0x80
    for (let unit = 16; byte & 0x80; unit *= 128) {
      if (unit > 2 ** 53 || this.end >= bytes.length) return false
      byte = bytes[this.end++]!
      this.size += (byte & 0x7f) * unit
      if (this.size > Number.MAX_SAFE_INTEGER) return false
    }
    return true
  }

  /** Seven bits a byte, the highest first; each further byte also adds one, so that no distance is written twice. */
  #readDistance(bytes: Uint8Array): boolean {
    let byte = bytes[this.end++]!
    this.distance = byte & 0x7f
    while (byte & 0x80) {
      if (this.end >= bytes.length) return false
      byte = bytes[this.end++]!
      this.distance = (this.distance + 1) * 128 + (byte & 0x7f)
      if (this.distance > Number.MAX_SAFE_INTEGER) return false
    }
    return this.distance > 0
  }
}

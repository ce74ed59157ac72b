/** Cyclic sums, written here because zlib.crc32 is younger than the oldest Node we run on. */

let table: Uint32Array | undefined

/** CRC-32 as in zip and zlib (IEEE 802.3), unsigned. Text is taken as Latin-1. */
export function crc32(data: string | Uint8Array): number {
  const steps = table ?? makeTable()
  const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data
  let sum = 0xffffffff
  for (const byte of bytes) sum = (sum >>> 8) ^ steps[(sum ^ byte) & 0xff]!
  return ~sum >>> 0
}

function makeTable(): Uint32Array {
  table = Uint32Array.from({ length: 256 }, (_, index) => {
    let step = index
    for (let bit = 0; bit < 8; bit++) step = step & 1 ? (step >>> 1) ^ 0xedb88320 : step >>> 1
    return step
  })
  return table
}

/** Of OpenPGP armour: https://www.rfc-editor.org/rfc/rfc9580#section-6.1.1 */
export function crc24(data: Uint8Array): number {
  let sum = 0xb704ce
  for (const byte of data) {
    sum ^= byte << 16
    for (let bit = 0; bit < 8; bit++) {
      sum <<= 1
      if (sum & 0x1000000) sum ^= 0x1864cfb
    }
  }
  return sum & 0xffffff
}

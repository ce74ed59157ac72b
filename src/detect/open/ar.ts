/** Unix archives: Debian packages, static libraries. Format: https://manpages.debian.org/ar.5 */
import { type Allowance, exhausted, nameOf, type Piece, unreadable } from './piece.ts'

const START = 8
const HEADER = 60

export function* openAr(bytes: Buffer, _name: string, allowance: Allowance): Generator<Piece> {
  for (let at = START; at + HEADER <= bytes.length; ) {
    const name = nameOf(bytes.subarray(at, at + 16))
      .trim()
      .replace(/\/$/, '')
    const size = Number.parseInt(bytes.toString('latin1', at + 48, at + 58), 10)
    const end = at + HEADER + size
    if (!(end <= bytes.length) || size < 0) return yield unreadable(name, 'breaks off')
    const stop = exhausted(allowance)
    if (stop) return yield stop
    yield { name, bytes: bytes.subarray(at + HEADER, end) }
    at = end + (size & 1)
  }
}

/**
 * PyPI's tokens are macaroons in the second binary format (https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt):
 * 02, then fields of type, length and value. 01 is the location, here the index's host; 02 the identifier, here a UUID.
 */
import { type Check, malformed, valid } from './answer.ts'
import { bytesOfBase64 } from './bases.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const macaroon: Check = token => {
  const bytes = bytesOfBase64(withoutOdd(token.slice(5)))
  if (bytes?.[0] !== 2) return malformed()
  const location = field(bytes, 1, 1)
  const id = location && field(bytes, 3 + location.length, 2)
  if (!id || !/^(?:test\.)?pypi\.org$/.test(location) || !UUID.test(id)) return malformed()
  return valid(location === 'pypi.org' ? 'for pypi.org' : 'for test.pypi.org', `token id ${id}`)
}

/** A token cut off still has its head. */
function withoutOdd(text: string): string {
  return text.length % 4 === 1 ? text.slice(0, -1) : text
}

/** Undefined where another type stands or the value is cut off. */
function field(bytes: Buffer, at: number, type: number): string | undefined {
  const length = bytes[at + 1]
  if (bytes[at] !== type || length === undefined || at + 2 + length > bytes.length) return undefined
  return bytes.toString('latin1', at + 2, at + 2 + length)
}

/** Attacks by kind, made of code points: nothing hidden stands in this repository. */
import { look } from '../../src/content/look.ts'
import { placeOf } from '../../src/content/place.ts'
import { readable } from '../../src/content/read.ts'
import type { Place, Sight } from '../../src/content/types.ts'
import { isAgentConfig, isAgentInstructions } from '../../src/inspect/content.ts'

/** Text as tag characters. */
export const asTags = (text: string) => at(...[...text].map(letter => 0xe0000 + letter.charCodeAt(0)))

/** Bytes as variation selectors. */
export const asSelectors = (bytes: Uint8Array) =>
  at(...[...bytes].map(byte => (byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16)))

/** Bits as two characters without width. */
export const asZeroWidth = (bits: string) => bits.replaceAll('0', at(0x200b)).replaceAll('1', at(0x200c))

export function at(...codes: number[]): string {
  return String.fromCodePoint(...codes)
}

/** The sights of a file, as inspect sees it: `a.js` unless told otherwise. */
export function sightsOf(text: string, path = 'a.js'): Sight[] {
  const place = placeAt(path)
  const read = readable(Buffer.from(text), place)
  return read === null ? [] : look(read.text, place, read.suspect)
}

/** `rule grade` of each. */
export function seen(text: string, path?: string): string[] {
  return sightsOf(text, path).map(({ rule, grade }) => `${rule} ${grade}`)
}

export function placeAt(path: string): Place {
  return placeOf(path, { obeyed: isAgentInstructions(path), settings: isAgentConfig(path) })
}

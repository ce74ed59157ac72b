/**
 * Bytes → the text in them that somebody or something may read, if it can hold anything for `look`. Every commit pays for this file: it asks
 * for bytes and endings, and leaves regular expressions to whoever needs them.
 */
import { isUtf8 } from 'node:buffer'
import { isSuspect } from './suspect.ts'
import type { Place } from './types.ts'

export interface Readable {
  text: string
  suspect: boolean
}

type Where = Pick<Place, 'path' | 'obeyed' | 'settings'>

/** null: nothing can be in it. `bytes` as UTF-8 without a byte order mark; cheap for plain ASCII, which most files are. */
export function readable(bytes: Buffer, place: Where): Readable | null {
  const suspect = isSuspect(bytes)
  if (!suspect && !isAskedAnyway(bytes, place)) return null
  const text = bytes.toString('utf8')
  const isData = !place.obeyed && !place.settings && isBinary(bytes, text)
  return isData ? null : { text, suspect }
}

/** Endings of manifests (manifest.ts) and of Markdown, whose comments are asked for phrases. */
const MANIFESTS = ['.json', '.toml', '.txt', '.in', 'Gemfile', '.gemspec']
const COMMENT = '<!--'

function isAskedAnyway(bytes: Buffer, { path = '', obeyed, settings }: Where): boolean {
  if (obeyed || settings || MANIFESTS.some(ending => path.endsWith(ending))) return true
  const isMarkdown = path.toLowerCase().includes('.m')
  return isMarkdown && bytes.includes(COMMENT)
}

/** Git's test, documents of PostScript, or many bytes that are no UTF-8: a stray one makes no text binary. */
function isBinary(bytes: Buffer, text: string): boolean {
  if (bytes.subarray(0, 8000).includes(0) || /^%(?:PDF|!PS)-/.test(text)) return true
  return !isUtf8(bytes) && text.split('\ufffd').length - 1 > text.length / STRAY
}

/** One in so many characters may be spoilt. */
const STRAY = 50

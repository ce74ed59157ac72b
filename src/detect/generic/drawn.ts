/** Values that are told whatever the model says: it has seen too few of their kind among real files. */

const ALPHABET = /^[\w!@#%^&*+=?.:;,~$-]{20,128}$/
/** Of words, or of what a person writes. */
const WORDY = /[A-Za-z]{9}|[a-z]{7}/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const STRONG_NAME = /(?:api|access|auth|oauth|secret|private)[_.-]?(?:key|token)$|client[_.-]?secret$|token$/i

/** Drawn from digits, symbols and perhaps letters; or an id in the place of a token. `value` without its quotes. */
export function isDrawn(name: string, value: string): boolean {
  if (UUID.test(value)) return STRONG_NAME.test(name)
  if (!ALPHABET.test(value) || WORDY.test(value)) return false
  const digits = distinct(value, /\d/g)
  const symbols = distinct(value, /[^\w.:,-]/g)
  const all = distinct(value, /\W|_/g) // dates, numbers and paths have the ones left out above
  if (!/[A-Za-z]/.test(value)) return digits >= 4 && (symbols >= 3 || all >= 5)
  return digits >= 2 && (symbols >= 2 || all >= 4) && /[a-z]/.test(value) && /[A-Z]/.test(value)
}

function distinct(value: string, sign: RegExp): number {
  return new Set(value.match(sign)).size
}

/** Numbers about the characters of a value: how many of which kind, how mixed, how random. */

export const CHARACTER_FEATURES = [
  'length',
  'lower',
  'upper',
  'digits',
  'special',
  'wide',
  'transitions',
  'distinct',
  'entropy',
  'entropyShare',
  'longestLetters',
  'longestDigits',
  'longestSame',
  'vowels',
] as const

const READ = 256

/** In the order of CHARACTER_FEATURES; shares are of the value's length. */
export function charactersOf(value: string): number[] {
  const text = value.slice(0, READ)
  const n = Math.max(1, text.length)
  const counts = [0, 0, 0, 0, 0]
  const runs = { letters: 0, digits: 0, same: 0, transitions: 0, vowels: 0 }
  let letters = 0
  let digits = 0
  let same = 0
  let last = -1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const kind = kindOf(code)
    counts[kind]!++
    letters = kind < 2 ? letters + 1 : 0
    digits = kind === 2 ? digits + 1 : 0
    same = at > 0 && text.charCodeAt(at - 1) === code ? same + 1 : 1
    if (last >= 0 && kind !== last) runs.transitions++
    if (isVowel(code)) runs.vowels++
    last = kind
    runs.letters = Math.max(runs.letters, letters)
    runs.digits = Math.max(runs.digits, digits)
    runs.same = Math.max(runs.same, same)
  }
  const { entropy, distinct } = entropyIn(text)
  const share = (count: number) => count / n
  return [
    value.length,
    ...counts.map(share),
    share(runs.transitions),
    share(distinct),
    entropy,
    entropy / Math.max(1, Math.log2(n)),
    runs.letters,
    runs.digits,
    runs.same,
    share(runs.vowels),
  ]
}

/** 0 lower, 1 upper, 2 digit, 3 special, 4 beyond ASCII */
function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 0
  if (code >= 65 && code <= 90) return 1
  if (code >= 48 && code <= 57) return 2
  return code < 128 ? 3 : 4
}

function isVowel(code: number): boolean {
  const lower = code | 32
  return lower === 97 || lower === 101 || lower === 105 || lower === 111 || lower === 117
}

const counts = new Uint16Array(256)

/** Shannon entropy in bits per character, of the first 256; characters are bytes. */
export function entropyOf(text: string): number {
  return entropyIn(text.slice(0, READ)).entropy
}

function entropyIn(text: string): { entropy: number; distinct: number } {
  counts.fill(0)
  let entropy = 0
  let distinct = 0
  for (let at = 0; at < text.length; at++) counts[text.charCodeAt(at) & 255]!++
  for (let code = 0; code < 256; code++) {
    const share = counts[code]! / text.length
    if (share === 0) continue
    distinct++
    entropy -= share * Math.log2(share)
  }
  return { entropy, distinct }
}

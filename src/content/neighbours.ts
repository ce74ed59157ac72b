/** The characters around a match, whole ones: half a surrogate pair says nothing. */

const LETTER = /[A-Za-z0-9_$]/

/** The character that ends before `at`, or ''. */
export function before(text: string, at: number): string {
  const isPair = at > 1 && isLow(text.charCodeAt(at - 1))
  return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at)
}

/** The character that begins at `at`, or ''. */
export function after(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

/** Can it be a part of an ASCII identifier? */
export function isIdentifier(character: string): boolean {
  return LETTER.test(character)
}

/** `U+200B`, as the Unicode charts name it. */
export function codeName(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}

/** `1 character`, `3 characters` */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00
}

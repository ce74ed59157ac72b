/** Expanded text with what is not known in it: characters that Unicode promises never to assign stand for it. */

/** something that cannot be known: any text, none too */
export const UNKNOWN = '\uFDD0'
/** an unquoted `*` and `?`, `[…]` being one `?` */
export const MANY = '\uFDD1'
export const ONE = '\uFDD2'

/** stands in what a program prints that was given git's own data */
export const REPOSITORY = '\uFDD3'

const MARKS = /[\uFDD0-\uFDD2]/

/** A command line in which those characters mean what they stand for: not known. NUL, which shells drop, is dropped. */
export function withoutMarks(text: string): string {
  return text.replace(/[\uFDD0-\uFDEF]/g, UNKNOWN).replaceAll('\0', '')
}

/** Whether nothing in it is unknown or a glob. */
export function isExact(text: string): boolean {
  return !MARKS.test(text)
}

/** Whether a part of it is unknown, globs aside. */
export function isOpen(text: string): boolean {
  return text.includes(UNKNOWN)
}

/** Globs as they were written, for text that no file name is matched with. */
export function written(text: string): string {
  return text.replaceAll(MANY, '*').replaceAll(ONE, '?')
}

/** Longer texts with something unknown in them may be anything. */
const LONGEST = 128

/** Whether this text may become `target`; cases are not told apart. Work is length × length, so no text is a trap. */
export function mayBe(text: string, target: string): boolean {
  if (isExact(text)) return text.toLowerCase() === target.toLowerCase()
  if (text.length > LONGEST) return true
  const wanted = target.toLowerCase()
  let reach = new Uint8Array(wanted.length + 1)
  reach[0] = 1
  for (const char of text.toLowerCase()) reach = step(reach, char, wanted)
  return reach[wanted.length] === 1
}

/** Up to where `wanted` may be used up behind one more character; marks use up none, one or many. */
function step(reach: Uint8Array<ArrayBuffer>, char: string, wanted: string): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(wanted.length + 1)
  const many = char === UNKNOWN || char === MANY
  for (let at = 0; at <= wanted.length; at++) {
    if (many) next[at] = reach[at]! | (at > 0 ? next[at - 1]! : 0)
    else if (at > 0 && (char === ONE || char === wanted[at - 1])) next[at] = reach[at - 1]!
  }
  return next
}

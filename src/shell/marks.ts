/** Expanded text with what is not known in it: characters that Unicode promises never to assign stand for it. */

/** something that cannot be known: any text, none too */
export const UNKNOWN = '\uFDD0'
/** an unquoted `*` and `?`, `[…]` being one `?` */
export const MANY = '\uFDD1'
export const ONE = '\uFDD2'

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

/** Whether this text may become `target`; cases are not told apart. Work is length × length, so no text is a trap. */
export function mayBe(text: string, target: string): boolean {
  if (text.length > 1024) return isOpen(text)
  const wanted = target.toLowerCase()
  let reach = new Set([0])
  for (const char of text.toLowerCase()) {
    reach = step(reach, char, wanted)
    if (reach.size === 0) return false
  }
  return reach.has(wanted.length)
}

function step(reach: Set<number>, char: string, wanted: string): Set<number> {
  const next = new Set<number>()
  for (const at of reach) {
    if (char === UNKNOWN || char === MANY) {
      for (let end = at; end <= wanted.length; end++) next.add(end)
    } else if (at < wanted.length && (char === ONE || char === wanted[at])) next.add(at + 1)
  }
  return next
}

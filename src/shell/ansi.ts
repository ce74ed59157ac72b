/** The escapes of `$'…'`, `echo -e` and `printf`. */

const SIMPLE: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const ESCAPE =
  /\\(?:x\{?([0-9a-fA-F]{1,8})\}?|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|0?([0-7]{1,3})|c([\s\S])|([\s\S]))/g

/** The text with its backslash escapes read as bash reads them. */
export function decodeAnsi(text: string): string {
  return text.replace(ESCAPE, (_all, x, u, U, octal, control, other) => {
    if (x !== undefined) return point(Number.parseInt(x.slice(0, 2), 16))
    if (u !== undefined || U !== undefined) return point(Number.parseInt(u ?? U, 16))
    if (octal !== undefined) return point(Number.parseInt(octal, 8) & 0xff)
    if (control !== undefined) return point(control.charCodeAt(0) & 0x1f)
    return SIMPLE[other] ?? other
  })
}

/** A character, none for what is no code point; NUL ends nothing here, it is dropped. */
function point(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

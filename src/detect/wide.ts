/** UTF-16 inside of something else: a line that PowerShell's `>>` added to an ASCII file, the strings of a program. */
import type { Decoded } from './escapes.ts'
import { asText, type Text } from './text.ts'

/** Characters at least, as in `strings -el`. */
const SHORTEST = 12

/** Each run of ASCII characters with a NUL after every one. Big-endian runs look the same, one byte later. */
export function wideText(text: Text): Decoded[] {
  const { bytes } = text
  const decoded: Decoded[] = []
  for (let at = bytes.indexOf(0); at > 0 && at < bytes.length; ) {
    const start = at - 1
    const end = runEnd(bytes, start)
    if (end - start >= SHORTEST * 2) decoded.push(narrow(bytes, start, end))
    at = bytes.indexOf(0, Math.max(end, at + 1))
    if (at < 0) break
  }
  return decoded
}

function runEnd(bytes: Buffer, start: number): number {
  let at = start
  while (at + 1 < bytes.length && bytes[at + 1] === 0 && isText(bytes[at]!)) at += 2
  return at
}

function isText(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13
}

/** With the byte behind the run, if it is text: the last character of a big-endian run. */
function narrow(bytes: Buffer, start: number, runEnd: number): Decoded {
  const end = runEnd < bytes.length && isText(bytes[runEnd]!) && bytes[start - 1] === 0 ? runEnd + 1 : runEnd
  const characters: number[] = []
  const offsets: number[] = []
  for (let at = start; at < end; at += 2) {
    characters.push(bytes[at]!)
    offsets.push(at)
  }
  return { text: asText(Buffer.from(characters)), offsets: [...offsets, end] }
}

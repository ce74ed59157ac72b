/** Paths as git stores them are bytes; everything after this file works with text. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A path as text. Bytes that are no UTF-8 become `\xNN`, and a backslash in such a path is doubled, so that two different paths
 * of that kind stay different and can be seen.
 */
export function decodePath(bytes: Buffer): string {
  try {
    return strict.decode(bytes)
  } catch {
    return escaped(bytes)
  }
}

function escaped(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length > 0) text += bytes.toString('utf8', at, at + length).replace('\\', '\\\\')
    else text += `\\x${bytes[at]!.toString(16).padStart(2, '0')}`
    at += Math.max(length, 1)
  }
  return text
}

/** How many bytes the UTF-8 character at `at` has; 0 when none starts there. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at]!
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
  if (length === 0 || at + length > bytes.length) return 0
  try {
    strict.decode(bytes.subarray(at, at + length))
    return length
  } catch {
    return 0
  }
}

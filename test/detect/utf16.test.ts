/** UTF-16 is turned in pieces: where one ends, nothing is lost. */
import { expect, it } from 'vitest'
import { textOf } from '../../src/detect/text.ts'

it('a character beyond 16 bits lies on the end of a piece', () => {
  const piece = 1 << 22
  for (const before of [piece / 2 - 3, piece / 2 - 2, piece / 2 - 1]) {
    const text = `${'a'.repeat(before)}😀${'b'.repeat(10)}`
    for (const mark of ['', '\ufeff']) {
      const { bytes } = textOf(Buffer.from(mark + text, 'utf16le'))
      expect(bytes.equals(Buffer.from(text))).toBe(true)
    }
  }
})

it('big-endian, and an odd byte at the end', () => {
  const big = Buffer.concat([Buffer.from('\ufeffé x', 'utf16le').swap16(), Buffer.from([0])])
  expect(textOf(big).bytes.toString()).toBe('é x')
})

// What honest files hold: never a finding.
import { describe, expect, it } from 'vitest'
import { asTags, at, seen } from './attack.ts'

const ZWJ = at(0x200d)
const ZWNJ = at(0x200c)
const ZWSP = at(0x200b)
const VS16 = at(0xfe0f)

describe('anywhere', () => {
  it.each([
    ['plain text', 'const a = 1\n'],
    ['CRLF', 'a\r\nb\r\n'],
    ['a doubled return before a newline', 'a\r\r\nb\r\n'],
    ['an old Macintosh file', 'a\rb\rc\r'],
    ['tabs and form feeds', 'a\tb\n\fc\n'],
    ['accents and dashes', `r${at(0xe9)}ponse ${at(0x2014)} ${at(0x201c)}x${at(0x201d)}\n`],
    ['no-break spaces', `10${at(0xa0)}000 ${at(0x202f)}x\n`],
    ['an emoji made by a selector', `${at(0x2764)}${VS16} ${at(0x26a0)}${VS16}\n`],
    ['a selector an editor doubled', `${at(0x26a0)}${VS16}${VS16}\n`],
    ['a selector for text', `${at(0x25b6)}${at(0xfe0e)}\n`],
    ['keycaps', `1${VS16}${at(0x20e3)} #${VS16}${at(0x20e3)}\n`],
    ['a family', `${[0x1f468, 0x1f469, 0x1f467].map(code => at(code)).join(ZWJ)}\n`],
    ['a heart on fire', `${at(0x2764)}${VS16}${ZWJ}${at(0x1f525)}\n`],
    ['a worker with a skin', `${at(0x1f469, 0x1f3fd)}${ZWJ}${at(0x1f4bb)}\n`],
    ['the flag of England', `${at(0x1f3f4)}${asTags('gbeng')}${at(0xe007f)}\n`],
    ['an ideograph and its variant', `${at(0x845b)}${at(0xe0101)}\n`],
    ['Persian', `${at(0x645, 0x6cc)}${ZWNJ}${at(0x62e, 0x648)}\n`],
    ['Hindi', `${at(0x915, 0x94d)}${ZWJ}${at(0x937)} ${at(0x915, 0x94d)}${ZWNJ}${at(0x937)}\n`],
    ['Thai', `${at(0xe01)}${ZWSP}${at(0xe02)}\n`],
    ['old Hangul', `${at(0x115f, 0x1161)} ${at(0x1100, 0x1160)}\n`],
    ['braille', `${at(0x2801, 0x2800, 0x2803)}\n`],
    ['Russian', `${at(0x43c, 0x430, 0x43c, 0x430)} const a = 1\n`],
    ['a word with an ending of its own', `URL${at(0x44b)} JSON-${at(0x430)}\n`],
    ['Greek in formulas', `${at(0x394)}x = ${at(0x3c0)} * r, 5 ${at(0x3bc)}s, d${at(0x3b8)}\n`],
  ])('%s', (_, text) => {
    expect([...seen(text), ...seen(text, 'README.md'), ...seen(text, 'AGENTS.md')]).toEqual([])
  })
})

describe('in prose', () => {
  it.each([
    ['isolates that close', `${at(0x2067)}${at(0x627)}${at(0x2069)} and more`],
    ['a break between words', `a ${ZWSP}b`],
    ['a soft hyphen', `Donau${at(0xad)}dampf`],
    ['a separator', `a${at(0x2028)}b`],
    ['a wide table', `| a${' '.repeat(400)}| b = f(x) |`],
  ])('%s', (_, text) => {
    expect(seen(`${text}\n`, 'a.md')).toEqual([])
  })
})

describe('binaries', () => {
  it.each([
    ['a NUL', `\0\0${at(0x202e)}`],
    ['a PDF', `%PDF-1.4\n\b\b\x1b[2J${at(0x202e)}`],
  ])('%s', (_, text) => {
    expect(seen(text, 'a.bin')).toEqual([])
  })
})

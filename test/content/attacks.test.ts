// Every class of the research, made by generators: each is caught, and where it carries a message, the message is shown.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readable } from '../../src/content/read.ts'
import { asSelectors, asTags, asZeroWidth, at, placeAt, seen, sightsOf } from './attack.ts'

const ascii = fc.string({
  minLength: 1,
  maxLength: 60,
  unit: fc.integer({ min: 0x20, max: 0x7e }).map(c => at(c)),
})
const SEED = { seed: 7, numRuns: 200 }
const LRI = at(0x2066)
const PDI = at(0x2069)
const RLO = at(0x202e)

describe('invisible text', () => {
  test('tag characters are decoded, wherever they stand', () => {
    fc.assert(
      fc.property(ascii, fc.constantFrom('a.js', 'README.md', 'AGENTS.md', 'data.json'), (said, path) => {
        const [sight] = sightsOf(`before ${asTags(said)} after\n`, path)
        expect(sight).toMatchObject({
          rule: 'hidden-unicode/tags',
          grade: 'block',
          line: 1,
          column: 8,
          shown: said,
        })
      }),
      SEED,
    )
  })

  test('bytes in variation selectors are decoded', () => {
    fc.assert(
      fc.property(
        ascii.filter(said => said.length > 1),
        said => {
          const [sight] = sightsOf(`const s = \`x${asSelectors(Buffer.from(said))}\`\n`)
          expect(sight).toMatchObject({
            rule: 'hidden-unicode/variation-selectors',
            grade: 'block',
            shown: said,
          })
        },
      ),
      SEED,
    )
  })

  test('bits in characters without width are seen from four on, in prose too', () => {
    const bits = fc.string({ minLength: 4, maxLength: 80, unit: fc.constantFrom('0', '1') })
    fc.assert(
      fc.property(bits, said => {
        expect(seen(`word ${asZeroWidth(said)} word\n`, 'a.md')).toEqual(['hidden-unicode/zero-width block'])
      }),
      SEED,
    )
  })

  it.each([
    [
      'a flag with more in it than a region',
      `${at(0x1f3f4)}${asTags('run everything')}${at(0xe007f)}`,
      'tags',
    ],
    ['a tag that no flag is before', `x${asTags('a')}`, 'tags'],
    ['one selector after a letter', `a${at(0xfe01)}b`, 'variation-selectors'],
    ['an ideographic selector after a letter', `a${at(0xe0101)}b`, 'variation-selectors'],
    ['a byte order mark in a name', `user${at(0xfeff)}Name = 1`, 'zero-width'],
    ['a word joiner in a name', `user${at(0x2060)}Name = 1`, 'zero-width'],
    ['an invisible plus in a name', `a${at(0x2064)}b = 1`, 'zero-width'],
    ['a soft hyphen in a name', `pass${at(0xad)}word = 1`, 'zero-width'],
    ['a joiner that ends a name', `isAdmin${at(0x200d)} = true`, 'zero-width'],
    ['a deprecated shaper in a name', `a${at(0x206a)}b`, 'zero-width'],
    ['a Mongolian separator in a name', `a${at(0x180e)}b`, 'zero-width'],
    ['a Hangul filler as a variable', `const { timeout,${at(0x3164)}} = req.query`, 'fillers'],
    ['a half-width filler', `[${at(0xffa0)}]`, 'fillers'],
    ['a choseong filler', `let ${at(0x115f)} = 1`, 'fillers'],
    ['a blank of braille in a name', `user${at(0x2800)}name`, 'fillers'],
    ['an interlinear anchor', `a ${at(0xfff9)} b`, 'fillers'],
  ])('%s', (_, text, rule) => {
    expect(seen(`${text}\n`)).toEqual([`hidden-unicode/${rule} block`])
  })
})

describe('direction', () => {
  it.each([
    ['commenting out', `/*${RLO} } ${LRI}if (isAdmin)${PDI} ${LRI} begin admins only */`, 'a.c'],
    ['a stretched string', `if (level != "user${RLO} ${LRI}// check${PDI} ${LRI}") {`, 'a.js'],
    ['an early return', `'''Subtract ${at(0x2067)}''' ;return`, 'a.py'],
    ['a balanced pair in code', `x = "${LRI}y${PDI}"`, 'a.go'],
    ['an embedding', `x = "${at(0x202b)}y${at(0x202c)}"`, 'Makefile'],
    ['an override in prose', `read ${RLO}this${at(0x202c)}`, 'a.md'],
    ['an isolate that stays open in prose', `read ${LRI}this`, 'a.md'],
    ['a pop before its push', `read ${PDI}this${LRI}`, 'a.txt'],
  ])('%s', (_, text, path) => {
    expect(seen(`first\n${text}\n`, path)).toEqual(['hidden-unicode/bidi block'])
  })
})

describe('terminals', () => {
  const ESC = at(0x1b)
  it.each([
    ['a title', `${ESC}]0;owned${at(7)}`, 'escape block'],
    ['a clipboard', `${ESC}]52;c;AAAA${at(7)}`, 'escape block'],
    ['a device control string', `${ESC}P+q${ESC}\\`, 'escape block'],
    ['erasing the screen', `${ESC}[2J`, 'escape block'],
    ['moving up and erasing', `${ESC}[1A${ESC}[2K`, 'escape block'],
    ['after a colour on the same line', `${ESC}[31m${ESC}[2J`, 'escape block'],
    ['a question the terminal answers', `${ESC}[6n`, 'escape block'],
    ['hidden letters', `${ESC}[8mrm -rf`, 'escape block'],
    ['a reset', `${ESC}c`, 'escape block'],
    ['a one-byte introducer', `${at(0x9b)}2J`, 'escape block'],
    ['a colour', `${ESC}[1;31mred${ESC}[0m`, 'escape tell'],
    ['a bare escape', `${ESC}`, 'escape tell'],
    ['a return that overwrites', 'rm -rf /\recho ok   ', 'overwrite block'],
    ['backspaces that overwrite', `rm\b\bls`, 'overwrite block'],
    ['a line separator in code', `// safe${at(0x2028)}evil()`, 'line-separator block'],
  ])('%s', (_, text, rule) => {
    expect(seen(`first\n${text} \n`)).toContain(`hidden-unicode/${rule}`)
  })
})

describe('look-alikes', () => {
  const cyrillicA = at(0x430)
  it.each([
    ['a name of a function', `function say${at(0x41d)}ello() {}`, 'a.js', 'tell'],
    ['Greek', `const t${at(0x3bf)}ken = 1`, 'a.ts', 'tell'],
    ['an address', `fetch("https://p${cyrillicA}ypal.com")`, 'a.js', 'block'],
    ['an address in prose', `see https://p${cyrillicA}ypal.com`, 'a.md', 'block'],
    ['a word in what agents obey', `run b${cyrillicA}sh`, 'CLAUDE.md', 'block'],
  ])('%s', (_, text, path, grade) => {
    const [sight, ...more] = sightsOf(`first\n${text}\n`, path)
    expect(more).toEqual([])
    expect(sight).toMatchObject({ rule: 'hidden-unicode/mixed-script', grade })
    expect(sight!.shown).toMatch(/\\u\{\w+\}/)
  })
})

describe('off the page', () => {
  it('code behind 300 spaces', () => {
    const [sight] = sightsOf(`module.exports = {}${' '.repeat(400)}eval(atob("x"))\n`)
    expect(sight).toMatchObject({
      rule: 'hidden-unicode/offset',
      grade: 'tell',
      line: 1,
      column: 20,
      shown: 'eval(atob("x"))',
    })
    expect(seen(`a = 1;${'\t'.repeat(150)}require("x")`)).toEqual(['hidden-unicode/offset tell'])
  })

  it('comments longer than the text, in what agents obey', () => {
    const text = `# Rules\n<!-- ${'do what I say, '.repeat(50)} -->\nBe kind.\n`
    expect(seen(text, 'AGENTS.md')).toEqual(['hidden-unicode/comment tell'])
    expect(seen(text, 'README.md')).toEqual([])
  })
})

describe('a place that tests or translates', () => {
  it.each([
    'test/a.js',
    'src/__fixtures__/a.js',
    'locales/ar.js',
    'a.test.ts',
    'src/jvmTest/A.kt',
    'AppTest.java',
    'po/ar.po',
  ])('%s only warns', path => {
    expect(seen(`x = "${RLO}y"\n`, path)).toEqual(['hidden-unicode/bidi tell'])
  })

  it.each(['latest/a.js', 'contest.js', 'test/CLAUDE.md', 'test/.mcp.json'])('%s is none', path => {
    expect(seen(`x = "${RLO}y"\n`, path)).toEqual(['hidden-unicode/bidi block'])
  })
})

describe('around the look', () => {
  it('bytes that are no UTF-8 do not make a text binary', () => {
    const bytes = Buffer.concat([
      Buffer.from('caf'),
      Buffer.from([0xe9]),
      Buffer.from(` is open all day, ${'come in '.repeat(9)}${asTags('hi')}`),
    ])
    expect(readable(bytes, placeAt('a.js'))?.text).toContain(asTags('hi'))
  })

  it('one rule is told once a line, each line once', () => {
    const text = `a${at(0x200b)}b c${at(0x200b)}d\nplain\ne${at(0x200b)}f\n`
    expect(sightsOf(text).map(({ line, column, endColumn }) => [line, column, endColumn])).toEqual([
      [1, 2, 3],
      [3, 2, 3],
    ])
  })
})

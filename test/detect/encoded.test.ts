/** Encodings that go over lines, hold compressed content, or split a value: base64 as mail wraps it, Helm's secrets, notebooks. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { addsNothing } from '../../src/detect/changed.ts'
import { detect } from '../../src/detect/detect.ts'
import { detectors, pem, place, places, token } from './fixture.ts'

const found = detectors()
const WORDS = 'an ordinary line of words\n'.repeat(20)

function wrapped(text: string, width: number, before = '', end = '\n'): string {
  const base64 = Buffer.from(text).toString('base64')
  return (base64.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map(line => `${before}${line}`).join(end)
}

describe('base64 that is wrapped to lines', () => {
  // at any place, so that a line's end cuts the token
  it.each([60, 64, 70, 76])('of %i characters is joined', width => {
    for (let at = 0; at < 120; at += 7) {
      const text = `${'x '.repeat(at)}${token()} ${'y '.repeat(90)}`
      const [one, ...more] = detect(`head\n\n${wrapped(text, width)}\n\ntail\n`, undefined, found)
      expect(more).toEqual([])
      expect(one).toMatchObject({ ruleId: 'acme-token', line: 3, column: 1 })
      expect(one!.excerpt).not.toMatch(/[A-Za-z0-9+/]{16}/)
    }
  })

  it.each([
    ['indented, as in YAML', '    ', '\n'],
    ['quoted in mail', '> ', '\n'],
    ['in a comment', '# ', '\n'],
    ['with CRLF', '', '\r\n'],
  ])('%s', (_, before, end) => {
    for (let at = 20; at < 60; at += 3) {
      const text = `${'x '.repeat(at)}${token()} ${'y '.repeat(90)}`
      expect(places(`a:\n${wrapped(text, 76, before, end)}\n`), String(at)).toHaveLength(1)
    }
  })

  it('without an end of line at its end, and with a quote there', () => {
    const text = `${'x '.repeat(60)}${token()}`
    expect(places(wrapped(text, 64))).toHaveLength(1)
    expect(places(`cat "${wrapped(text, 64)}"`)).toHaveLength(1)
  })

  it('a megabyte that is no text costs its length', () => {
    const noise = Buffer.from(Array.from({ length: 1 << 20 }, (_, n) => (n * n * 2654435761) >>> 24))
    expect(places(wrapped(noise.toString('latin1'), 76))).toEqual([])
  })

  it('an edit of its first line is a change of all of it: from the second on it reads as something else', () => {
    const now = `${WORDS}${wrapped(`${'x '.repeat(300)}${token()}${' y'.repeat(90)}`, 70)}\n${WORDS}`
    const lines = now.split('\n')
    const first = lines.findIndex(line => /^[A-Za-z0-9+/]{70}$/.test(line))
    const before = lines.with(first, 'another line').join('\n')
    expect(detect(before, 'a', found)).toEqual([])
    expect(detect(now, 'a', found)).toHaveLength(1)
    expect(addsNothing(Buffer.from(before), Buffer.from(now), 'a', found)).toBe(false)
  })
})

describe('base64 of gzip', () => {
  const release = gzipSync(JSON.stringify({ config: { key: token() } }))

  it('as Helm keeps a release', () => {
    const value = Buffer.from(release.toString('base64')).toString('base64')
    const [one] = detect(`data:\n  release: ${value}\n`, 'secret.yaml', found)
    expect(one && place(one)).toMatch(/^acme-token 2:12-/)
  })

  it('of zeros without end is exit 3, not a look at its beginning', () => {
    const bomb = gzipSync(Buffer.alloc(60 << 20)).toString('base64')
    expect(() => detect(`a: ${bomb}`, 'a.yaml', found)).toThrow(
      /content of "a.yaml" costs too much to search/,
    )
  })
})

describe('a notebook', () => {
  const notebook = (cells: object[]) =>
    JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)
  const code = (source: string[], outputs: object[] = []) => ({ cell_type: 'code', source, outputs })

  it('a key over several lines of a cell is whole, at its lines in the file', () => {
    const lines = `key = """${pem()}"""`.split('\n').map(line => `${line}\n`)
    const data = notebook([code(['import x\n']), code(lines)])
    const first = data.split('\n').findIndex(line => line.includes('key = ')) + 1
    const [one] = detect(data, 'a.ipynb', found).filter(({ ruleId }) => ruleId === 'private-key')
    expect(one).toMatchObject({ line: first, endLine: first + 13 })
    expect(one!.fingerprint).toBe(detect(pem(), undefined, found)[0]!.fingerprint)
  })

  it('a value that a JSON escape splits', () => {
    const own = detectors()
    const data = notebook([code([`token = "x/${token(3).slice(5)}"\n`])]).replace('x/', String.raw`x\/`)
    const [one] = detect(data, 'a.ipynb', own)
    const [plain] = detect(`token = "x/${token(3).slice(5)}"\n`, undefined, own)
    expect(one?.fingerprint).toBe(plain?.fingerprint)
  })

  it('an output, split where the program printed it', () => {
    const text = [`${token().slice(0, 9)}`, `${token().slice(9)}\n`]
    const data = notebook([code(['print()\n'], [{ output_type: 'stream', text }])])
    const line = data.split('\n').findIndex(one => one.includes(text[0]!)) + 1
    const [one] = detect(data, 'a.ipynb', found)
    expect(one).toMatchObject({ ruleId: 'acme-token', line, endLine: line + 1 })
  })

  it('an edit that completes it is seen', () => {
    const before = notebook([code([token().slice(0, 9)]), code(['\n'])])
    const now = notebook([code([token().slice(0, 9), token().slice(9)]), code(['\n'])])
    expect(addsNothing(Buffer.from(before), Buffer.from(now), 'a.ipynb', found)).toBe(false)
  })

  it('other JSON is no notebook', () => {
    expect(places(JSON.stringify({ cells: [token().slice(0, 9), token().slice(9)] }), 'a.json')).toEqual([])
  })
})

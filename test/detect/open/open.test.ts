/** What lies in archives, documents and databases, on rules of the tests' own. */
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { addsNothing } from '../../../src/detect/changed.ts'
import { detect } from '../../../src/detect/detect.ts'
import { introduced } from '../../../src/detect/introduced.ts'
import type { Gap } from '../../../src/detect/open/piece.ts'
import { detectors, place, token } from '../fixture.ts'
import { ar, sqlite, tar, zip } from './fixture.ts'

const found = detectors()
const FILLER = 'nothing to see here, only ordinary words\n'.repeat(40)
const TEXT = `first\nkey: "${token()}"\n${FILLER}`

function look(data: Buffer, path = 'a.bin') {
  const gaps: Gap[] = []
  const credentials = detect(data, path, found, gaps)
  return { told: credentials.map(one => `${one.member ?? ''} ${place(one)}`), gaps, credentials }
}

/** As `cat` makes a self-extracting archive: no offset in it is right any more. */
function inFront(archive: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`#!/bin/sh\n${FILLER}`), archive])
}

describe('a member', () => {
  const told = 'inner/app.yml acme-token 2:7-2:36'

  it.each([
    ['zip', zip([['inner/app.yml', TEXT]])],
    ['zip, stored: told once, though the raw bytes show it', zip([['inner/app.yml', TEXT, { method: 0 }]])],
    ['zip with zip64 fields', zip([['inner/app.yml', TEXT, { large: true }]])],
    ['zip behind a program', zip([['inner/app.yml', TEXT]], Buffer.from(`#!/bin/sh\n${FILLER}`))],
    ['zip behind a program, its offsets counted from there', inFront(zip([['inner/app.yml', TEXT]]))],
    ['zip whose sizes lie', zip([['inner/app.yml', TEXT, { size: 1, compressed: 3 }]])],
    ['tar', tar([['inner/app.yml', TEXT]])],
    ['tar in gzip', gzipSync(tar([['inner/app.yml', TEXT]]))],
    ['ar', ar([['inner/app.yml', Buffer.from(TEXT)]])],
    [
      'zip with absolute and climbing names',
      zip([
        ['/etc/x', 'a'],
        ['../../x', 'b'],
        ['inner/app.yml', TEXT],
      ]),
    ],
  ])('of a %s is told with its own line', (_, data) => {
    const { told: all, gaps } = look(data)
    expect(all).toEqual([told])
    expect(gaps).toEqual([])
  })

  it('has a masked excerpt, and the fingerprint that the secret has anywhere', () => {
    const [one] = look(zip([['a.yml', TEXT]])).credentials
    expect(one!.excerpt).toBe('key: "acme…"')
    expect(one!.fingerprint).toBe(detect(token(), undefined, found)[0]!.fingerprint)
  })

  it('of a zip in a zip in a tar in a gzip is told with the way to it', () => {
    const inner = zip([['b/c.txt', TEXT]])
    const data = gzipSync(tar([['x.zip', zip([['y.zip', inner]])]]))
    expect(look(data).told).toEqual(['x.zip!/y.zip!/b/c.txt acme-token 2:7-2:36'])
  })

  it('of a gzip has the stored name, else the name without its ending', () => {
    expect(look(gzipSync(TEXT), 'logs/app.yml.gz').told).toEqual(['app.yml acme-token 2:7-2:36'])
    const named = gzipSync(TEXT)
    named[3] = 8
    const data = Buffer.concat([named.subarray(0, 10), Buffer.from('old.yml\0'), named.subarray(10)])
    expect(look(data, 'b.gz').told).toEqual(['old.yml acme-token 2:7-2:36'])
  })

  it('has its own name for rules that are bound to a path', () => {
    const env = 'PASSWORD=tr0ub4dor\n'
    expect(
      look(
        zip([
          ['app/.env', env],
          ['.env', env],
          ['env', env],
        ]),
      ).told,
    ).toEqual(['app/.env env-password 1:10-1:19', '.env env-password 1:10-1:19'])
  })

  it('in UTF-16, and a long GNU or pax name', () => {
    const wide = Buffer.from(`x = ${token()}\n`, 'utf16le')
    const long = `${'deep/'.repeat(30)}a.txt`
    const pax = `${`00 path=${long}\n`.length} path=${long}\n`
    for (const data of [
      tar([
        ['@LongLink', `${long}\0`, 'L'],
        ['cut', wide],
      ]),
      tar([
        ['p', pax, 'x'],
        ['cut', wide],
      ]),
    ])
      expect(look(data).told).toEqual([`${long} acme-token 1:5-1:34`])
  })

  it('a link is its target, and reaches nothing', () => {
    expect(look(tar([['l', '', '2', `/etc/${token()}`]])).told).toEqual(['l acme-token 1:6-1:35'])
  })
})

function pdf(shown: string): Buffer {
  const stream = deflateSync(`BT /F1 12 Tf ${shown} ET`)
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode /Length ${stream.length} >>\nstream\n`),
    stream,
    Buffer.from('\nendstream\nendobj\n'),
  ])
}

describe('a document', () => {
  it('docx: a token that formatting splits is whole, and its line is the paragraph', () => {
    const cut = 9
    const runs = `<w:r><w:t>${token().slice(0, cut)}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>${token().slice(cut)}</w:t></w:r>`
    const xml = `<?xml version="1.0"?>\n<w:document><w:p><w:r><w:t>A &amp; B</w:t></w:r></w:p><w:p>${runs}</w:p></w:document>`
    expect(look(zip([['word/document.xml', xml]])).told).toEqual(['word/document.xml acme-token 2:1-2:30'])
  })

  it('odt and xlsx', () => {
    const odt = `<office:text><text:p>a</text:p><text:p>${token().slice(0, 8)}<text:span>${token().slice(8)}</text:span></text:p></office:text>`
    const xlsx = `<sst><si><t>token</t></si><si><t>${token()}</t></si></sst>`
    expect(look(zip([['content.xml', odt]])).told).toEqual(['content.xml acme-token 2:1-2:30'])
    expect(look(zip([['xl/sharedStrings.xml', xlsx]])).told).toEqual([
      'xl/sharedStrings.xml acme-token 2:1-2:30',
    ])
  })

  it('what stands in an attribute is found all the same', () => {
    const xml = `<w:p><w:hyperlink target="https://x/?k=${token()}"/></w:p>`
    expect(look(zip([['word/document.xml', xml]])).told).toHaveLength(1)
  })

  it('PDF: text split for kerning, in a compressed stream', () => {
    const data = pdf(`(first) Tj T* [(${token().slice(0, 7)}) -20 (${token().slice(7)})] TJ`)
    expect(look(data, 'a.pdf').told.map(one => one.split(' ').slice(0, 3).join(' '))).toEqual([
      'stream 1 acme-token',
    ])
  })
})

describe('a database', () => {
  const sql =
    'CREATE TABLE users (id INTEGER PRIMARY KEY, "full name" TEXT, password VARCHAR(20), UNIQUE (password))'

  it.each([1, 2, 3] as const)('SQLite, encoding %i: a row is a line, a column has its name', encoding => {
    const rows = [
      ['1', 'Ann', 'x'],
      [null, 'Bob', token()],
    ]
    const { told } = look(sqlite([{ name: 'users', sql, rows }], encoding), 'app.db')
    expect(told).toEqual(['users acme-token 2:32-2:61'])
  })

  it('SQLite: what overflows its page is whole', () => {
    for (const before of [430, 440, 450, 460, 470, 900, 3000]) {
      const rows = [[`${'x '.repeat(before / 2)}${token()} ${'y '.repeat(700)}`]]
      expect(
        look(sqlite([{ name: 't', sql: 'CREATE TABLE t (a)', rows }])).told,
        String(before),
      ).toHaveLength(1)
    }
  })

  it('SQLite: a key and its value are told as a pair', () => {
    const rows = [['acmesecret', token().slice(5, 25).toLowerCase()]]
    const data = sqlite([{ name: 'settings', sql: 'CREATE TABLE settings (key TEXT, value TEXT)', rows }])
    expect(look(data).told.filter(one => one.includes('acme-secret'))).toHaveLength(1)
  })
})

describe('what cannot be opened is named', () => {
  const gapsOf = (data: Buffer) => look(data).gaps

  it.each<[string, Buffer, object]>([
    ['encrypted', zip([['a.txt', 'x', { flags: 1 }]]), { member: 'a.txt', reason: 'is encrypted' }],
    ['LZMA', zip([['a.txt', 'x', { method: 14 }]]), { member: 'a.txt', reason: /LZMA/ }],
    ['unknown method', zip([['a.txt', 'x', { method: 77 }]]), { member: 'a.txt', reason: /method 77/ }],
    [
      'damaged',
      zip([['a.txt', 'x', { raw: Buffer.from('no deflate') }]]),
      { member: 'a.txt', reason: 'is damaged' },
    ],
    ['outside', zip([['a.txt', 'x', { offset: 9_999_999 }]]), { member: 'a.txt', reason: /outside/ }],
    ['7z', Buffer.from('377abcaf271c0004', 'hex'), { member: '', reason: /7z/ }],
    ['xz', Buffer.from('fd377a585a000004', 'hex'), { member: '', reason: /xz/ }],
    ['bzip2', Buffer.from('BZh91AY&SY....'), { member: '', reason: /bzip2/ }],
  ])('%s', (_, data, { member, reason }: { member?: string; reason?: string | RegExp }) => {
    const [gap, ...more] = gapsOf(data)
    expect(more).toEqual([])
    expect(gap).toMatchObject({ member, isLimit: false })
    expect(gap!.reason).toMatch(reason!)
  })

  it('the other entries are looked at all the same', () => {
    const data = zip([
      ['a', 'x', { flags: 1 }],
      ['b', TEXT],
    ])
    expect(look(data).told).toEqual(['b acme-token 2:7-2:36'])
  })

  it('what breaks off is looked at as far as it goes', () => {
    const whole = gzipSync(TEXT + Array.from({ length: 9000 }, (_, n) => (n * 7919) % 9973).join('\n'))
    const { told, gaps } = look(whole.subarray(0, whole.length - 500))
    expect(told).toEqual(['a.bin acme-token 2:7-2:36'])
    expect(gaps).toEqual([{ member: '', reason: 'breaks off', isLimit: false }])
    const cut = tar([
      ['a', TEXT],
      ['b', TEXT],
    ]).subarray(0, 3500)
    expect(look(cut).gaps).toEqual([{ member: 'b', reason: 'breaks off', isLimit: false }])
  })

  it('a zip without its directory is read by its entries', () => {
    const data = zip([
      ['a.txt', TEXT],
      ['b.txt', FILLER],
    ])
    const { told, gaps } = look(data.subarray(0, data.length - 90))
    expect(told).toEqual(['a.txt acme-token 2:7-2:36'])
    expect(gaps[0]).toMatchObject({ member: '', isLimit: false })
  })
})

describe('a limit of ours', () => {
  const zeros = Buffer.alloc(101_000_000)

  it('a gzip of zeros', () => {
    const data = gzipSync(zeros)
    expect(look(data).gaps).toEqual([
      { member: '', reason: expect.stringMatching(/more than \d+ bytes/), isLimit: true },
    ])
    expect(() => detect(data, 'a.gz', found)).toThrow(/"a.gz": opens to more than/)
  })

  it('entries that overlap: one stream listed ten thousand times', () => {
    const one = zip([['0', zeros.subarray(0, 20_000_000)]])
    const again = Array.from(
      { length: 10_000 },
      (_, n) => [`${n + 1}`, '', { offset: 0, compressed: one.length }] as const,
    )
    const data = zip([
      ['0', zeros.subarray(0, 20_000_000)],
      ...again.map(
        ([name, text, options]) =>
          [name, text, { ...options, raw: Buffer.alloc(0) }] as [string, string, object],
      ),
    ])
    const { gaps } = look(data)
    expect(gaps.at(-1)).toMatchObject({ isLimit: true })
  })

  it('archives in each other', () => {
    let data = zip([['x', TEXT]])
    for (let depth = 0; depth < 4; depth++) data = zip([['x', data]])
    expect(look(data).told).toHaveLength(1)
    const deeper = look(zip([['x', data]]))
    expect(deeper.told).toEqual([])
    expect(deeper.gaps).toEqual([
      { member: 'x!/x!/x!/x!/x', reason: expect.stringMatching(/5 archives/), isLimit: true },
    ])
  })
})

describe('the next version of an archive', () => {
  it('is never judged by its lines, and brings what its members bring', () => {
    const before = zip([
      ['a', TEXT, { method: 0 }],
      ['b', FILLER],
    ])
    const now = zip([
      ['a', TEXT],
      ['b', `${FILLER}${token(2)}`],
    ])
    expect(addsNothing(before, now, 'a.zip', found)).toBe(false)
    expect(addsNothing(now, now, 'a.zip', found)).toBe(false)
    // without a NUL it could pass for text
    const [empty, full] = [`(x)`, `(${token()})`].map(text => {
      const tries = Array.from({ length: 200 }, (_, n) =>
        pdf(`${text} Tj (${Array.from({ length: 90 }, (_, i) => (n + i) ** 3).join(' ')}) Tj`),
      )
      return tries.find(one => !one.includes(0))!
    })
    expect(addsNothing(empty!, full!, 'a.pdf', found)).toBe(false)
    const fresh = introduced(look(now).credentials, [look(before).credentials])
    expect(fresh.map(one => one.member)).toEqual(['b'])
  })
})

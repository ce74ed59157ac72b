/** From bytes to credentials, on rules of the tests' own. */
import { describe, expect, it } from 'vitest'
import { detect, maskText } from '../../src/detect/detect.ts'
import { introduced } from '../../src/detect/introduced.ts'
import { detectors, engines, pem, place, places, ruleAlone, token } from './fixture.ts'

const found = detectors()

describe.each(engines())('on the %s engine', engine => {
  const here = detectors({ engine })

  it('tells where a credential begins and ends', () => {
    expect(detect(`one\n  key: "${token()}"\n`, 'a.yml', here).map(place)).toEqual(['acme-token 2:9-2:38'])
  })

  it('counts columns in UTF-16 units and lines over CRLF', () => {
    expect(detect(`é\r\n"😀é" ${token()}\r\n`, undefined, here).map(place)).toEqual(['acme-token 2:7-2:36'])
  })

  it('finds two that share a separator', () => {
    expect(detect(`${token(1)},${token(2)}`, undefined, here)).toHaveLength(2)
  })

  it('reads UTF-16 with and without a byte order mark', () => {
    const little = Buffer.from(`x = 1\ny = ${token()}\n`, 'utf16le')
    const big = Buffer.from(little).swap16()
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), little])
    const bigMarked = Buffer.concat([Buffer.from([0xfe, 0xff]), big])
    for (const data of [little, big, marked, bigMarked]) {
      expect(detect(data, undefined, here).map(place)).toEqual(['acme-token 2:5-2:34'])
    }
  })

  it('reads UTF-16 that was appended to ASCII', () => {
    const data = Buffer.concat([Buffer.from('plain\n'), Buffer.from(`k ${token()}\n`, 'utf16le')])
    expect(detect(data, undefined, here).map(one => one.ruleId)).toEqual(['acme-token'])
  })

  it('reads text with NUL bytes and with invalid UTF-8', () => {
    const data = Buffer.concat([
      Buffer.from([0, 1, 2, 0xff, 0xe9, 0]),
      Buffer.from(` ${token()} `),
      Buffer.from([0xff, 0]),
    ])
    expect(detect(data, undefined, here).map(place)).toEqual(['acme-token 1:8-1:37'])
  })

  it('finds a private key with CRLF, and knows it again as one line of JSON', () => {
    const [crlf] = detect(pem().replaceAll('\n', '\r\n'), 'id_rsa', here)
    const [json] = detect(JSON.stringify({ key: pem() }), 'key.json', here)
    expect(crlf).toMatchObject({ ruleId: 'private-key', line: 1, endLine: 14 })
    expect(json?.fingerprint).toBe(crlf?.fingerprint)
  })

  it('finds one in 5 MB on one line', () => {
    const filler = 'a = token ? 1 : 2; '.repeat(140_000)
    const [one] = detect(`${filler}${token()};${filler}`, 'min.js', here)
    expect(one && place(one)).toBe(`acme-token 1:${filler.length + 1}-1:${filler.length + 30}`)
    expect(one!.excerpt.length).toBeLessThanOrEqual(120)
  })
})

describe('encoded', () => {
  const inner = `key = ${token()} `
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const hex = (text: string) => Buffer.from(text).toString('hex')
  const percent = (text: string) => [...Buffer.from(text)].map(byte => `%${byte.toString(16)}`).join('')
  const unicode = (text: string) =>
    [...text].map(char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

  it.each([
    ['base64', base64],
    [
      'base64url',
      (text: string) => base64(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
    ],
    ['base64 of UTF-16', (text: string) => Buffer.from(text, 'utf16le').toString('base64')],
    ['hex', hex],
    ['base64 in hex', (text: string) => hex(base64(text))],
    ['percent in hex in base64', (text: string) => base64(hex(percent(text)))],
  ])('%s: the whole encoded piece is the place', (_, encode) => {
    const piece = encode(inner)
    const end = piece.replace(/=+$/, '').length + 6
    const [one] = detect(`a: "${piece}"`, undefined, found)
    expect(one).toMatchObject({ ruleId: 'acme-token', line: 1, column: 5 })
    expect(Math.abs(one!.endColumn - end)).toBeLessThanOrEqual(2)
    expect(one!.excerpt).not.toContain(piece.slice(0, 8))
  })

  it('percent and unicode escapes map back to the character', () => {
    expect(places(`?a=1&k=${percent(token())}&b=2`)).toEqual(['acme-token 1:8-1:95'])
    expect(places(`x\n "${unicode(token())}"`)).toEqual(['acme-token 2:3-2:177'])
    expect(places(`x\n "\\x61${token().slice(1)}"`)).toEqual(['acme-token 2:3-2:35'])
    expect(places(`&#97;${token().slice(1)} é`)).toEqual(['acme-token 1:1-1:34'])
  })

  it('two secrets in one piece are two findings', () => {
    expect(places(base64(`${token(1)} ${token(2)}`))).toHaveLength(2)
  })

  it('what is encoded five times is followed, six times no longer', () => {
    const times = (n: number) => Array.from({ length: n }).reduce((text: string) => base64(text), inner)
    expect(places(times(5))).toHaveLength(1)
    expect(places(times(6))).toHaveLength(0)
    expect(places(base64(hex(percent(base64(hex(inner))))))).toHaveLength(1)
  })
})

describe('judging', () => {
  it('reports a provider once, not the generic rule with it', () => {
    expect(places(`token = "${token()}"`)).toEqual(['acme-token 1:10-1:39'])
  })

  it('drops what is not random enough, and asks less of short secrets', () => {
    expect(places(`acme_${'ab'.repeat(12)}`)).toEqual([])
    expect(places('token = abcdefghijkl')).toHaveLength(1) // 3.58 bits where 0.8 log2(12) = 2.87 are asked
  })

  it('heeds stopwords, and paths only together with the regex', () => {
    expect(places(`${token().slice(0, -7)}EXAMPLE`)).toEqual([])
    const zero = `acme_0${token().slice(6)}`
    expect(places(zero, 'docs/a.md')).toEqual([])
    expect(places(zero, 'src/a.md')).toHaveLength(1)
    expect(places(token(), 'docs/a.md')).toHaveLength(1)
  })

  it('asks a rule with a path only there', () => {
    const text = 'A=1\nPASSWORD=tr0ub4dor\n'
    expect(places(text, 'app/.env')).toEqual(['env-password 2:10-2:19'])
    expect(places(text, 'app/env.md')).toEqual([])
    expect(places(text)).toEqual([])
  })

  it('lowers the confidence of half a pair, never silences it', () => {
    const secret = 'acmesecret: h4k2l9d8f7s6a5q1w2e3'
    const id = `id: ACID${'123456789012'}`
    const confidence = (text: string) =>
      detect(text, undefined, found).find(one => one.ruleId === 'acme-secret')?.confidence
    expect(confidence(`${id}\n\n\n${secret}`)).toBe('high')
    expect(confidence(`${id}\n\n\n\n${secret}`)).toBe('medium')
    expect(confidence(secret)).toBe('medium')
  })

  it('finds a value on the line below its name', () => {
    expect(places('acmesecret:\n  h4k2l9d8f7s6a5q1w2e3')).toEqual(['acme-secret 2:3-2:23'])
  })

  it('leaves disabled rules out and says so in the digest', () => {
    const less = detectors({ disabled: ['acme-token'] })
    expect(places(`x ${token()}`, undefined, less)).toEqual([])
    expect(less.digest).not.toBe(found.digest)
  })

  it('loses nothing between two windows of a long line', () => {
    for (let gap = 0; gap < 260; gap += 3) {
      const text = `${'; '.repeat(900)}acme_x ${'-'.repeat(gap)} ${token()} ${'; '.repeat(900)}`
      expect(places(text), String(gap)).toHaveLength(1)
    }
  })

  it('looks at every line for a rule whose keyword stands apart from its match', () => {
    const own = ruleAlone({
      id: 'seed',
      description: 'd',
      regex: String.raw`\bS[A-Z2-7]{20}\b`,
      keywords: ['nkey'],
    })
    const seed = `S${'ABCDE234'.repeat(3).slice(0, 20)}`
    expect(places(`# nkey\n\n\n${seed}\n${'x '.repeat(5000)}${seed}`, undefined, own)).toHaveLength(2)
    expect(places(`# key\n${seed}`, undefined, own)).toEqual([])
  })

  it('runs a rule without keywords on everything', () => {
    const own = ruleAlone({ id: 'digits', description: 'd', regex: 'Q[0-9]{8}Z' })
    const text = `${'filler\n'.repeat(30_000)}Q12345678Z\n${'x '.repeat(90_000)}Q87654321Z`
    expect(places(text, undefined, own)).toHaveLength(2)
  })
})

describe('inline tags', () => {
  const tag = (text: string) => detect(text, undefined, found)[0]?.inline

  it.each([
    [
      'portcullis:allow made up for the docs',
      { tag: 'portcullis:allow', reason: 'made up for the docs', own: true },
    ],
    ['<!-- portcullis:allow: old key -->', { tag: 'portcullis:allow', reason: 'old key', own: true }],
    ['/* portcullis:allow */', { tag: 'portcullis:allow', reason: null, own: true }],
    ['# gitleaks:allow', { tag: 'gitleaks:allow', reason: null, own: false }],
    ['# betterleaks:allow', { tag: 'betterleaks:allow', reason: null, own: false }],
    ['# pragma: allowlist secret', { tag: 'pragma: allowlist secret', reason: null, own: false }],
    ['// trufflehog:ignore', { tag: 'trufflehog:ignore', reason: null, own: false }],
    ['# ggignore', { tag: 'ggignore', reason: null, own: false }],
    ['# nosec', { tag: 'nosec', reason: null, own: false }],
  ])('%s', (comment, expected) => {
    expect(tag(`k = "${token()}" ${comment}\n`)).toEqual(expected)
  })

  it('on the line before, only the tags that say so', () => {
    expect(tag(`# portcullis:allow-next-line seen\n${token()}`)).toMatchObject({ reason: 'seen', own: true })
    expect(tag(`# pragma: allowlist nextline secret\n${token()}`)).toMatchObject({ own: false })
    expect(tag(`# gitleaks:allow\n${token()}`)).toBeUndefined()
    expect(tag(`${token()} # portcullis:allow-next-line no`)).toBeUndefined()
  })

  it('on any line of the match', () => {
    const key = pem().split('\n')
    expect(tag([...key.slice(0, -1), `${key.at(-1)} # gitleaks:allow`].join('\n'))).toMatchObject({
      tag: 'gitleaks:allow',
    })
  })
})

describe('what a change introduces', () => {
  it('is what no parent has, counted', () => {
    const now = detect([1, 2, 1, 3].map(seed => token(seed)).join('\n'), undefined, found)
    const parent = detect([1, 2].map(seed => token(seed)).join('\n'), undefined, found)
    const other = detect(token(3), undefined, found)
    expect(introduced(now, [parent, other]).map(one => one.line)).toEqual([3])
    expect(introduced(now, [])).toHaveLength(4)
  })
})

describe('masked', () => {
  it('shows at most what the rule fixes, once and everywhere', () => {
    const secret = token()
    const [one] = detect(`a = "${secret}"; b = f(x${secret}y, "\u202e")`, undefined, found)
    expect(one!.excerpt).toBe('a = "acme…"; b = f(x…y, "\\u{202e}")')
  })

  it('in names, with control characters spelled out', () => {
    expect(maskText(`refs/heads/${token()}\u001b[2J`, found)).toBe('refs/heads/…\\u{1b}[2J')
  })
})

describe('too much', () => {
  it('more than a thousand findings: one stands for the rest and changes with them', () => {
    const lines = (from: number) => Array.from({ length: 1005 }, (_, index) => token(from + index)).join('\n')
    const all = detect(lines(1), undefined, found)
    expect(all).toHaveLength(1001)
    expect(all.at(-1)).toMatchObject({ ruleId: 'credentials-beyond-limit', line: 1001, excerpt: '5 more' })
    expect(introduced(detect(lines(1), undefined, found), [all])).toEqual([])
    expect(introduced(detect(lines(2), undefined, found), [all]).at(-1)?.ruleId).toBe(
      'credentials-beyond-limit',
    )
  })

  it('a rule that matches everything ends with exit 3 and names path and clause', () => {
    const own = ruleAlone({ id: 'all', description: 'd', regex: '[a-z]' })
    expect(() => detect('x'.repeat(300_000), 'big.txt', own)).toThrowError(
      expect.objectContaining({
        exit: 3,
        message: 'content of "big.txt" holds more than 20000 candidates',
        detail: expect.objectContaining({
          hint: expect.stringContaining('[skips.<name>] match = ["/big.txt"]'),
        }),
      }),
    )
  })

  it('megabytes of keywords do not hang', () => {
    expect(places('token '.repeat(1_700_000), 'big.txt')).toEqual([])
  })
})

/** A content looked at through its edit: the same credentials as by a look at all of it. */
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { detectorsOf, loadDetectors } from '../../src/detect/load.ts'
import { assemblePack, compileRules } from '../../src/detect/pack.ts'
import { lookEdited, lookWhole, type Path } from '../../src/detect/traced.ts'
import {
  assemble,
  change,
  content,
  credential,
  Dice,
  lines,
  type Piece,
  ruleExamples,
} from '../history/versions.ts'

const examples = ruleExamples()
const detectors = loadDetectors({ engine: 'js' })
const filler = lines({ dice: new Dice(1), examples }, 30).replaceAll('discord', 'word')
/** An edit of a small content is a look at all of it. */
const AMID = 'nothing to see here, and that in many lines\n'.repeat(60)
const PATHS: Path[] = ['src/a.ts', 'test/fixtures/a.py', '.env', undefined]

function keysIn(found: { ruleId: string; fingerprint: string }[]): string[] {
  return [...new Set(found.map(one => `${one.ruleId} ${one.fingerprint}`))].sort()
}

/** The old content looked at whole, the new one through the edit. Gives what is in the new one. */
function expectSame(
  before: Buffer,
  pieces: Piece[],
  paths: Path[] = PATHS.slice(0, 1),
  by = detectors,
): string[] {
  const { now, edit } = assemble(before, pieces)
  const { traced } = lookWhole(before, paths, by)
  const seen = traced && lookEdited(now, edit, traced, paths, by)
  for (const path of paths) {
    const wanted = keysIn(detect(now, path, by, []))
    if (seen) expect(keysIn(seen.found.get(path)!)).toEqual(wanted)
  }
  return keysIn(detect(now, paths[0], by, []))
}

/** From one text to the next, amid of much else: what both begin and end with is copied. */
function expectSameBetween(old: string, next: string, by = detectors, first = AMID): string[] {
  const [before, now] = [old, next].map(text => `${first}${text}${AMID}`) as [string, string]
  let start = 0
  while (start < before.length && start < now.length && before[start] === now[start]) start++
  let end = 0
  while (end < before.length - start && end < now.length - start && before.at(-1 - end) === now.at(-1 - end))
    end++
  const pieces: Piece[] = [
    { from: 0, to: start },
    { bytes: Buffer.from(now.slice(start, now.length - end), 'latin1') },
    { from: before.length - end, to: before.length },
  ]
  return expectSame(Buffer.from(before, 'latin1'), pieces, PATHS.slice(0, 1), by)
}

function escaped(text: string): string {
  return text.replace(/[^\w ]/g, '\\$&')
}

function one(id: string, seed = 1): string {
  return credential({ dice: new Dice(seed), examples: examples.filter(known => known.id === id) })
}

const OWN = { description: 'x' }

function file(rules: object[], provider = 'Acme') {
  return { file: 'own.toml', parsed: { provider, rules } }
}

function ownRules(rules: object[]) {
  return detectorsOf([assemblePack(compileRules([file(rules)]))], [], {})
}

describe('through an edit as whole', () => {
  it('whatever is edited, version after version', () => {
    // seed 43: two rules as sure of one secret; which of them tells must not hang on what stands elsewhere
    let edits = 0
    for (let seed = 1; seed <= 50; seed++) {
      const dice = new Dice(seed)
      const words = { dice, examples }
      let now: Buffer = Buffer.from(content(words, 6 + dice.roll(20)))
      if (dice.chance(0.1)) now = Buffer.from(now.toString().replaceAll('\n', '\r\n'))
      if (dice.chance(0.1)) now = Buffer.from(now.toString('latin1'), 'latin1')
      const paths = dice.chance(0.3) ? [dice.pick(PATHS)] : [dice.pick(PATHS.slice(0, 2)), '.env']
      let seen = lookWhole(now, paths, detectors)
      for (let version = 0; version < 5; version++) {
        const made = assemble(now, change(words, now))
        now = made.now
        if (seen.traced) edits++
        seen = seen.traced
          ? lookEdited(now, made.edit, seen.traced, paths, detectors)
          : lookWhole(now, paths, detectors)
        for (const path of paths) {
          const wanted = keysIn(detect(now, path, detectors, []))
          expect(keysIn(seen.found.get(path)!), `seed ${seed}, version ${version}`).toEqual(wanted)
        }
      }
    }
    expect(edits).toBeGreaterThan(200)
  })

  it('a match of any form is found when its last character comes, and lost when one goes', () => {
    let found = 0
    // a form of each rule at one place is enough for every run; each seed has another place
    examples.forEach(({ matches }, index) => {
      if (index % 4 > 0 && !/\n/.test(matches[0]!)) return
      const dice = new Dice(index)
      const text = credential({ dice, examples: [examples[index]!] })
      const now = Buffer.from(`${filler}\n${text}\n${filler}`)
      const start = Buffer.byteLength(filler) + 1
      const at = start + dice.roll(Buffer.byteLength(text))
      const before = Buffer.concat([now.subarray(0, at), now.subarray(at + 1)])
      const added: Piece[] = [
        { from: 0, to: at },
        { bytes: now.subarray(at, at + 1) },
        { from: at, to: before.length },
      ]
      found += expectSame(before, added, [PATHS[index % 3]]).length
      const removed: Piece[] = [
        { from: 0, to: at },
        { from: at + 1, to: now.length },
      ]
      expectSame(now, removed, [PATHS[index % 3]])
    })
    expect(found).toBeGreaterThan(200)
  })

  it('lines of one that holds many, one by one', () => {
    let found = 0
    for (const id of [
      'private-key',
      'gcp-service-account-key',
      'truenas-websocket-key',
      'ethereum-keystore',
    ]) {
      const rows = one(id).split('\n')
      const whole = `${filler}\n${rows.join('\n')}\n${filler}`
      rows.forEach((_, skipped) => {
        const less = `${filler}\n${rows.filter((_, row) => row !== skipped).join('\n')}\n${filler}`
        expectSameBetween(whole, less)
        expectSameBetween(less, whole)
      })
      expectSameBetween(whole, whole.replace(`\n${filler}`, `\nx\n${filler}`))
      found += detect(Buffer.from(whole), 'src/a.ts', detectors).length
    }
    expect(found).toBeGreaterThan(2)
  })

  it('what hid another one is taken away', () => {
    const block = {
      ...OWN,
      id: 'acme-block',
      regex: 'BEGIN(?s:.{0,900}?)END',
      keywords: ['begin'],
      confidence: 'high',
    }
    const token = {
      ...OWN,
      id: 'acme-token',
      regex: 'acme_[0-9a-f]{8}',
      keywords: ['acme_'],
      confidence: 'low',
    }
    const by = ownRules([block, token])
    const body = `${'y\n'.repeat(20)}acme_0123abcd\n${'y\n'.repeat(20)}`
    const whole = `${filler}\nBEGIN\n${body}END\n${filler}`
    expect(expectSameBetween(whole, whole.replace('BEGIN\n', ''), by)).toHaveLength(1)
    expect(expectSameBetween(whole.replace('BEGIN\n', ''), whole, by)[0]).toMatch(/^acme-block/)
  })

  it('one of a single line is edited, and what it hid in that line comes out', () => {
    const long = {
      ...OWN,
      id: 'acme-pair',
      regex: 'pair:[0-9a-z_]{20,60}!',
      keywords: ['pair:'],
      confidence: 'high',
    }
    const token = {
      ...OWN,
      id: 'acme-token',
      regex: 'acme_[0-9a-f]{8}',
      keywords: ['acme_'],
      confidence: 'low',
    }
    const by = ownRules([long, token])
    const whole = `${filler}\n\tpair:0123456789abcdef_acme_0123abcd!\n${filler}`
    expect(expectSameBetween(whole, whole.replace('!', ''), by)[0]).toMatch(/^acme-token/)
    expect(expectSameBetween(whole, whole.replace('\tpair:', '\tpa ir:'), by)[0]).toMatch(/^acme-token/)
    expect(expectSameBetween(whole.replace('!', ''), whole, by)[0]).toMatch(/^acme-pair/)
    expect(expectSameBetween(whole, whole.replace('\t', '    '), by)).toHaveLength(1)
    expect(expectSameBetween(whole, whole.replace(/\tpair.*\n/, ''), by)).toHaveLength(0)
  })

  it('a part of a block that hid another one is copied once more, without the block', () => {
    const block = {
      ...OWN,
      id: 'acme-block',
      regex: 'BEGIN(?s:.{0,900}?)END',
      keywords: ['begin'],
      confidence: 'high',
    }
    const token = {
      ...OWN,
      id: 'acme-token',
      regex: 'acme_[0-9a-f]{8}',
      keywords: ['acme_'],
      confidence: 'low',
    }
    const body = `BEGIN\n${'y\n'.repeat(20)}acme_0123abcd\n${'y\n'.repeat(20)}END\n`
    const before = Buffer.from(`${AMID}${body}${AMID}`)
    const from = AMID.length
    const pieces: Piece[] = [
      { from: 0, to: before.length },
      { bytes: Buffer.from(AMID) },
      { from: from + 8, to: from + body.length - 8 },
      { bytes: Buffer.from(AMID) },
    ]
    expect(expectSame(before, pieces, PATHS.slice(0, 1), ownRules([block, token]))).toHaveLength(2)
  })

  it('a word far above that makes a token count, and is gone again', () => {
    const apart = detectors.packs[0]!.table.apart.map(index => detectors.packs[0]!.table.rule(index))
    let counted = 0
    for (const { id, keywords } of apart) {
      const text = one(id)
      const body = keywords.reduce(
        (less, word) => less.replaceAll(new RegExp(escaped(word), 'gi'), 'value'),
        text,
      )
      const word = `# ${keywords[0]}\n`
      for (const part of [body, text]) {
        const without = `${filler}\n${filler}\n${part}\n${filler}`
        const found = expectSameBetween(without, word + without)
        expectSameBetween(word + without, without)
        expectSameBetween(word + without, word + word + without)
        if (part === body && found.some(key => key.startsWith(`${id} `))) counted++
      }
    }
    expect(counted).toBeGreaterThan(2)
  })

  it('a line near a password that makes the model think otherwise', () => {
    const weak = `pwd = "${['Summer', '2024'].join('')}"` // told only where something near speaks of a login
    const found = ['', 'y\n'.repeat(60), 'y\n'.repeat(140), 'y\n'.repeat(160)].map(gap => {
      const [alone, near] = ['no word', 'username: admin'].map(line => `${line}\n${gap}${weak}\nx\n${filler}`)
      expect(expectSameBetween(near!, alone!)).toEqual([])
      return expectSameBetween(alone!, near!).length
    })
    expect(found).toEqual([1, 1, 1, 0])
  })

  it('its partner comes near, or goes away', () => {
    const secret = { ...OWN, id: 'acme-secret', regex: 'secret=([0-9a-f]{16})', keywords: ['secret='] }
    const pair = { ...secret, confidence: 'medium', required: [{ id: 'acme-id', withinLines: 3 }] }
    const id = { ...OWN, id: 'acme-id', regex: 'ACID[0-9]{6}', keywords: ['acid'], confidence: 'low' }
    const other = { ...secret, id: 'other-secret', regex: 'secret=([0-9a-f]{15,16})', confidence: 'medium' }
    const by = detectorsOf(
      [assemblePack([...compileRules([file([pair, id])]), ...compileRules([file([other], 'generic')])])],
      [],
      {},
    )
    const [key, partner] = [`secret=${['9f3c1e7a', 'b20d58e4'].join('')}`, 'ACID123456']
    const far = `${filler}\n${partner}\n${'y\n'.repeat(12)}${key}\n${filler}`
    const near = `${filler}\n${partner}\n${key}\n${filler}`
    const rule = (found: string[]) => found.find(row => /secret/.test(row))?.split(' ')[0]
    expect(rule(expectSameBetween(far, near, by))).toBe('acme-secret')
    expect(rule(expectSameBetween(near, far, by))).toBe('other-secret')
    expect(rule(expectSameBetween(near, near.replace(partner, ''), by))).toBe('other-secret')
    // the edit lies between and touches neither
    const [one, two] = [8, 0].map(count => `${partner}\nz\nz\n${'y\n'.repeat(count)}z\nz\n${key}\n`)
    const wide = { ...pair, required: [{ id: 'acme-id', withinLines: 5 }] }
    const wider = detectorsOf(
      [assemblePack([...compileRules([file([wide, id])]), ...compileRules([file([other], 'generic')])])],
      [],
      {},
    )
    expect(rule(expectSameBetween(one!, two!, wider))).toBe('acme-secret')
    expect(rule(expectSameBetween(two!, one!, wider))).toBe('other-secret')
  })

  it('more than are listed, when a block is copied', () => {
    const many = Array.from({ length: 600 }, (_, i) => one('github-pat', i)).join('\n')
    const before = Buffer.from(`${AMID}${many}\n${AMID}${AMID}`)
    const twice: Piece[] = [
      { from: 0, to: before.length },
      { bytes: Buffer.from('between\n') },
      { from: before.length - AMID.length, to: before.length },
      { from: 0, to: before.length },
    ]
    const found = expectSame(before, twice)
    expect(found.some(row => row.startsWith('credentials-beyond-limit'))).toBe(true)
  })

  it('copies that go on where the one before ends are one', () => {
    const before = Buffer.from(`${filler}\n${one('github-pat')}\n${filler}\n${AMID}`)
    const middle = Buffer.byteLength(filler) + 20
    const found = expectSame(before, [
      { from: 0, to: middle },
      { from: middle, to: before.length },
      { bytes: Buffer.from('end\n') },
    ])
    expect(found.some(row => row.startsWith('github-pat'))).toBe(true)
  })

  it('an edit beside an encoded line', () => {
    const line = one('generic-token', 3).replace(
      /[^A-Za-z\n]/g,
      char => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    for (const gap of ['', 'y\n', 'y\ny\n', 'y\n'.repeat(20)])
      expectSameBetween(`${filler}\n${gap}${line}\n`, `${filler}\nmore\n${gap}${line}\n`)
  })

  it('a line above a block in base64 that becomes its first one', () => {
    const inner = Buffer.from(`${'word '.repeat(4)}${one('github-pat')} ${'word '.repeat(30)}`).toString(
      'base64',
    )
    const block = inner.replace(/.{64}/g, '$&\n')
    const alone = `${filler}\n${block}\n`
    for (const more of ['/'.repeat(64), 'QUJD'.repeat(16), '/'.repeat(63)]) {
      const led = `${filler}\n${more}\n${block}\n`
      expectSameBetween(alone, led)
      expect(expectSameBetween(led, alone).some(row => row.startsWith('github-pat'))).toBe(true)
    }
    const middle = inner.length >> 1
    expectSameBetween(alone, `${filler}\n${block.slice(0, middle)}Zz${block.slice(middle + 2)}\n`)
  })

  it('a line that is longer than one looks at', () => {
    const long = 'x, '.repeat(60_000)
    const text = one('github-pat')
    const now = `${long} ${text} ${long}`
    expectSameBetween(now.replace(text, text.slice(1)), now)
    expectSameBetween(now, now.replace(/^x/, 'y'))
    expectSameBetween(now, now.replace(/ $/, ';'))
  })

  it('a second encoding, NUL bytes, a mark', () => {
    const text = `${filler}\n${one('github-pat')}\n`
    expectSameBetween(text, `${text}\xe9`)
    expectSameBetween(`${text}\xe9`, text)
    expectSameBetween(text, `${text}\0`)
    expectSameBetween(`${text}\0`, text)
    expectSameBetween(text, `\xef\xbb\xbf${text}`, detectors, '')
    expectSameBetween(`\xef\xbb\xbf${text}`, text, detectors, '')
    expectSameBetween(text, `\xff\xfe${text}`, detectors, '')
  })

  it('a path that was not asked about', () => {
    const text = Buffer.from(`${filler}\n${one('generic-password', 4)}\n`)
    const { traced } = lookWhole(text, ['src/a.ts'], detectors)
    const { now, edit } = assemble(text, [{ bytes: Buffer.from('x') }, { from: 0, to: text.length }])
    const seen = lookEdited(now, edit, traced!, ['.env'], detectors)
    expect(keysIn(seen.found.get('.env')!)).toEqual(keysIn(detect(now, '.env', detectors)))
  })
})

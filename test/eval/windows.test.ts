/** `npm run eval` on labelled windows: what counts as right, and that nothing labelled is ever printed. */
import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, desk, HIGH, label, MEDIUM, window } from './labelled.ts'

const calm = 'const total = count + 1'
const high = `stripe.key = "${HIGH}"`
const medium = `stripe.key = "${MEDIUM}"`

/** Six windows: 4 positives of the slice core, of which 3 are found; 1 wrong; 2 lost lines; an id; a sample of openssl's. */
const WINDOWS = [
  window('found', [calm, high, calm], [label('2', 'T'), label('2', 'F'), label('3', 'F')]),
  window('both', [high], [label('1', 'F'), label('1-2', 'T')]),
  window('missed', [calm], [label('1', 'T', 'Password')], { repo: 'two' }),
  window('wrong', [medium, high], [label('1', 'F')]),
  window('weaker', [medium, calm, high], [label('1', 'T'), label('2', 'F')]),
  window('an id', [high], [label('1', 'T', 'UUID')]),
  window('openssl', [high, medium], [label('1', 'T')], { openssl: true }),
]

let d: Desk
let stdout: string
beforeAll(async () => {
  d = desk()
  const file = d.file('windows.jsonl', WINDOWS)
  const stores = ['--json', d.path('results.json'), '--dump', d.path('dump.jsonl')]
  const result = await d.evaluate(file, ...stores, '--findings', d.path('found.jsonl'))
  expect(result).toMatchObject({ code: 0, stderr: '' })
  stdout = result.stdout
})
afterAll(() => d.close())

const core = () => d.json('results.json').files[0].result

describe('figures of labelled windows', () => {
  it('counts keys: hit positives, hit negatives, lines without a label', () => {
    expect(core().slices.core).toMatchObject({ P: 4, N: 4, TP: 3, FP: 1, FN: 1, lost: 2 })
    expect(core()).toMatchObject({ windows: 7, keys: 10, findings: 9 })
  })

  it('derives the ratios from them, strict ones with the lost lines as wrong', () => {
    const { precision, precision_strict, recall, f1, f1_strict } = core().slices.core
    expect([precision, precision_strict, recall]).toEqual([3 / 4, 3 / 6, 3 / 4])
    expect([f1, f1_strict]).toEqual([0.75, (2 * 0.5 * 0.75) / (0.5 + 0.75)])
  })

  it('gives the hit to the positive key where a line holds several', () => {
    const outcomes = d.lines('dump.jsonl').filter(({ id, lost }) => id === 'both' && !lost)
    expect(outcomes.map(({ truth, hit }) => [truth, hit])).toEqual([
      ['F', false],
      ['T', true],
    ])
  })

  it('leaves ids to the slice "all" and openssl to its own', () => {
    expect(core().slices.all).toMatchObject({ P: 5, TP: 4 })
    expect(core().slices.openssl).toMatchObject({ P: 1, TP: 1, lost: 1 })
  })

  it('has passwords and machine secrets apart', () => {
    expect(core().slices.passwords).toMatchObject({ P: 1, TP: 0, lost: 0, precision: null, f1: null })
    expect(core().slices.machine).toMatchObject({ P: 3, TP: 3, FP: 1, lost: 0 })
  })

  it('has tiers: each counts what is at least as sure, or as strong', () => {
    const of = (name: string) => core().tiers[name].core
    expect(of('confidence>=high')).toMatchObject({ TP: 2, FP: 0, lost: 2 })
    expect(of('confidence>=medium')).toMatchObject({ TP: 3, FP: 1, lost: 2 })
    expect(of('verdict>=deny')).toEqual(of('confidence>=medium'))
    expect(of('confidence>=proven')).toMatchObject({ TP: 0, precision: null })
  })

  it('averages over repositories, those with less than five positives left out', async () => {
    expect(core().macro).toBeUndefined()
    const five = (repo: string, found: number) =>
      Array.from({ length: 5 }, (_, i) =>
        window(`${repo} ${i}`, [i < found ? high : calm], [label('1', 'T')], { repo }),
      )
    const file = d.file('repos.jsonl', [...five('a', 5), ...five('b', 1), WINDOWS[2]!])
    expect((await d.evaluate(file)).stdout).toMatch(/macro over 2 repositories: P 1.0000 R 0.6000 F1 0.6667/)
  })

  it('counts findings by rule', () => {
    expect(core().rules['stripe-live-key']).toEqual({ TP: 3, FP: 0, lost: 2, ignored: 1 })
    expect(core().rules['stripe-test-key']).toEqual({ TP: 1, FP: 1, lost: 1, ignored: 0 })
  })
})

describe('what comes out', () => {
  it('holds no line of any window', () => {
    const files = ['results.json', 'dump.jsonl', 'found.jsonl'].map(name =>
      readFileSync(d.path(name), 'utf8'),
    )
    for (const text of [stdout, ...files]) {
      expect(text).toMatch(/found|stripe/)
      expect(text).not.toMatch(/sk_(?:live|test)_|const total/)
    }
  })

  it('names each finding by window and line', () => {
    const [first] = d.lines('found.jsonl')
    expect(first).toEqual({
      file: 'windows.jsonl',
      id: 'found',
      line: 2,
      rule: 'stripe-live-key',
      confidence: 'high',
      verdict: 'deny',
    })
  })

  it('is the same for a gzipped file and for the other engine', async () => {
    const packed = d.path('packed.jsonl.gz')
    writeFileSync(packed, gzipSync(readFileSync(d.path('windows.jsonl'))))
    await d.evaluate(packed, '--engine', 'js', '--json', d.path('packed.json'))
    expect(d.json('packed.json').engine).toBe('js')
    expect(d.json('packed.json').files[0].result).toEqual(core())
  })
})

describe('by folds', () => {
  it('judges a repository with the model that was trained without it, others with the one of this checkout', async () => {
    const pair = (id: string, repo: string) =>
      window(id, ['db_password = "⟦[A-Za-z0-9]{19}[0-9]⟧"'], [label('1', 'T', 'Password')], { repo })
    const file = d.file('folds.jsonl', [pair('a', 'one'), pair('b', 'two')])
    const model = JSON.parse(readFileSync('rules/generic.model.json', 'utf8'))
    writeFileSync(d.path('folds.json'), JSON.stringify({ one: 0 }))
    writeFileSync(d.path('0.json'), JSON.stringify({ ...model, tiers: { low: 2, medium: 2 } }))
    await d.evaluate(file, '--models', d.path('.'), '--findings', d.path('by-folds.jsonl'))
    expect(d.lines('by-folds.jsonl').map(({ id, rule }) => [id, rule])).toEqual([['b', 'generic-password']])
  })
})

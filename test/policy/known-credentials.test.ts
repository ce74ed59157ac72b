import { describe, expect, it } from 'vitest'
import { PolicyError } from '../../src/errors.ts'
import {
  type Baseline,
  type BaselineEntry,
  baselineEntries,
  formatBaseline,
  matchBaseline,
  mergeEntries,
  parseBaseline,
} from '../../src/policy/baseline.ts'

const FILE = '.portcullis/baseline.json'
const KEY = Buffer.alloc(32, 7)
const finding = (fingerprint: string, path: string, ...more: string[]) => ({
  ruleId: 'generic-password',
  fingerprint: fingerprint.repeat(8),
  path,
  occurrences: more.map(other => ({ path: other })),
})
const SAID = { reason: 'rotated in March', by: 'alice', added: '2026-03-01' }
const known = async (...findings: ReturnType<typeof finding>[]): Promise<Baseline> =>
  parseBaseline(formatBaseline(await baselineEntries(findings, KEY, SAID)), FILE, true)

describe('matching', () => {
  it('a known credential is suppressed with reason, author and line', async () => {
    const match = await matchBaseline(
      [finding('ab', 'a.txt'), finding('cd', 'a.txt')],
      [await known(finding('ab', 'a.txt'))],
      KEY,
    )
    expect(match).toMatchObject([
      {
        finding: { fingerprint: 'ab'.repeat(8) },
        suppression: {
          kind: 'baseline',
          reason: 'rotated in March',
          by: 'alice',
          source: `${FILE}:5`,
          trusted: true,
        },
        knownPath: true,
      },
    ])
  })

  it('at a path it was not known at, it is known and says so', async () => {
    const baseline = await known(finding('ab', 'a.txt', 'b.txt'))
    const knownPaths = (
      await matchBaseline(
        [finding('ab', 'b.txt'), finding('ab', 'c.txt'), finding('ab', 'a.txt', 'c.txt')],
        [baseline],
        KEY,
      )
    ).map(m => m.knownPath)
    expect(knownPaths).toEqual([true, false, false])
  })

  it('under another key nothing is known; without any, a public salt serves', async () => {
    expect(
      await matchBaseline([finding('ab', 'a')], [await known(finding('ab', 'a'))], Buffer.alloc(32, 8)),
    ).toEqual([])
    const unkeyed = parseBaseline(
      formatBaseline(await baselineEntries([finding('ab', 'a')], null, SAID)),
      FILE,
      true,
    )
    expect(await matchBaseline([finding('ab', 'a')], [unkeyed], null)).toHaveLength(1)
  })

  it('the first baseline answers: the trusted one', async () => {
    const trusted = await known(finding('ab', 'a'))
    const own = { ...(await known(finding('ab', 'a'), finding('cd', 'a'))), trusted: false }
    const matches = await matchBaseline([finding('ab', 'a'), finding('cd', 'a')], [trusted, own], KEY)
    expect(matches.map(match => match.suppression.trusted)).toEqual([true, false])
  })

  it('findings without a fingerprint are never known', async () => {
    const bare = { ruleId: 'refs.main', occurrences: [] }
    expect(await matchBaseline([bare], [await known(finding('ab', 'a'))], KEY)).toEqual([])
  })
})

describe('the file', () => {
  it('holds one entry a line, sorted, without the fingerprint', async () => {
    const entries = await baselineEntries(
      [finding('ab', 'b', 'a'), finding('cd', 'c'), finding('ab', 'd')],
      KEY,
      SAID,
    )
    const text = formatBaseline(entries)
    const lines = text.split('\n').filter(line => line.startsWith('{"id"'))
    expect(lines).toEqual([...lines].sort())
    expect(lines).toHaveLength(2)
    expect(text).not.toContain('abab')
    expect(text).toContain('"paths":["a","b","d"]')
    expect(formatBaseline(parseBaseline(text, FILE, true).entries)).toBe(text)
  })

  it('empty and back', () => {
    expect(parseBaseline(formatBaseline([]), FILE, true).entries).toEqual([])
  })

  it('an entry that is there already keeps its reason and gains the paths', () => {
    const entry = (id: string, path: string, reason: string): BaselineEntry => ({
      id,
      rule: 'r',
      paths: [path],
      reason,
      added: '2026-01-01',
    })
    expect(mergeEntries([entry('1', 'a', 'old')], [entry('1', 'b', 'new'), entry('2', 'c', 'new')])).toEqual([
      { ...entry('1', 'a', 'old'), paths: ['a', 'b'] },
      entry('2', 'c', 'new'),
    ])
  })
})

describe('a baseline that cannot be used', () => {
  const id = 'f'.repeat(64)
  const good = `{"id":"${id}","rule":"r","paths":["a"],"reason":"x } \\" {","added":"2026-01-01"}`
  const file = (...entries: string[]) =>
    `{\n"version": 1,\n"cost": 16384,\n"entries": [\n${entries.join(',\n')}\n]\n}\n`

  it.each([
    ['no JSON', file(good, 'oops'), 6, 'not valid JSON'],
    ['cut off', file(good).slice(0, -4), 6, 'not valid JSON'],
    ['empty', '', 1, 'not valid JSON'],
    ['an array', '[]', 1, 'must be a JSON object'],
    ['another version', file().replace('1', '2'), 2, '"version" must be 1'],
    ['a cost that would stall', file().replace('16384', '1073741824'), 3, '"cost" must be one of'],
    ['no entries', '{\n"version": 1,\n"cost": 16384\n}', 1, '"entries" must be an array'],
    ['a short id', file(good, good.replace(id, 'ff')), 6, 'entry 2: "id" must be 64 hex digits'],
    ['no reason', file(good, good, good.replace(/"x.*?",/, '" ",')), 7, 'entry 3: "reason" must say why'],
    ['an unknown field', file(good.replace('"rule"', '"rulle"')), 5, 'entry 1: unknown field "rulle"'],
    [
      'paths that are none',
      file(good.replace('["a"]', '"a"')),
      5,
      'entry 1: "paths" must be an array of strings',
    ],
    ['a wrong day', file(good.replace('2026-01-01', 'today')), 5, 'entry 1: "added" must be a day'],
    ['an entry that is no object', file('7'), 1, 'entry 1: must be an object'],
  ])('%s: file and line', (_, text, line, says) => {
    const error = errorOf(() => parseBaseline(text, FILE, true))
    expect(error.message).toContain(says)
    expect([error.exit, error.message.split(': ')[0]]).toEqual([2, `${FILE}:${line}`])
  })
})

function errorOf(act: () => unknown): PolicyError {
  try {
    act()
  } catch (error) {
    if (error instanceof PolicyError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

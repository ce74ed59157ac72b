import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type BaselineInput,
  createBaseline,
  pruneBaseline,
  showBaseline,
  updateBaseline,
} from '../../src/commands/baseline.ts'
import { changeText, entriesText } from '../../src/commands/baseline-text.ts'
import type { Finding } from '../../src/model.ts'
import { finding, refFinding } from '../report/decision.ts'

const key = Buffer.alloc(32, 7)
const said = { reason: 'revoked in March', by: 'alice', added: '2026-11-22' }
const one = finding({ fingerprint: '1'.repeat(64), path: 'a.ts' })
const two = finding({ fingerprint: '2'.repeat(64), path: 'b.ts', ruleId: 'other-key' })
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-baseline-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const input = (...findings: Finding[]): BaselineInput => ({ root, key, findings })
const text = () => readFileSync(join(root, '.portcullis/baseline.json'), 'utf8')

describe('create', () => {
  test('one line a credential, with its paths, no fingerprint and no excerpt', async () => {
    const again = { ...one, path: 'c.ts' }
    expect(await createBaseline(input(one, two, again, refFinding()), said)).toEqual({
      file: '.portcullis/baseline.json',
      added: 2,
      removed: 0,
      total: 2,
    })
    const entries = showBaseline(root)
    expect(entries.map(e => [e.rule, e.paths, e.reason, e.by, e.added]).sort()).toEqual([
      ['example-cloud-key', ['a.ts', 'c.ts'], 'revoked in March', 'alice', '2026-11-22'],
      ['other-key', ['b.ts'], 'revoked in March', 'alice', '2026-11-22'],
    ])
    expect(text()).not.toContain(one.fingerprint)
    expect(text()).not.toContain(one.excerpt)
    expect(
      text()
        .split('\n')
        .filter(line => line.startsWith('{"id"')),
    ).toHaveLength(2)
  })

  test('a reason is required: exit 2, and nothing is written', async () => {
    for (const reason of [undefined, '', '  ']) {
      await expect(createBaseline(input(one), { ...said, reason })).rejects.toMatchObject({
        exit: 2,
        message: 'a baseline needs a reason',
      })
    }
    expect(readdirSync(root)).toEqual([])
  })

  test('one that exists is not overwritten', async () => {
    await createBaseline(input(one), said)
    const before = text()
    await expect(createBaseline(input(two), said)).rejects.toMatchObject({
      exit: 2,
      message: 'there is a baseline already',
      detail: { hint: 'add what is new with portcullis baseline update --reason TEXT' },
    })
    expect(text()).toBe(before)
  })
})

describe('update', () => {
  test('adds what is new and new paths; what was said before stays', async () => {
    await createBaseline(input(one), said)
    const change = await updateBaseline(input({ ...one, path: 'moved.ts' }, two), {
      ...said,
      reason: 'sample',
    })
    expect(change).toMatchObject({ added: 1, removed: 0, total: 2 })
    const entries = showBaseline(root).sort((a, b) => a.rule.localeCompare(b.rule))
    expect(entries.map(e => [e.paths, e.reason])).toEqual([
      [['a.ts', 'moved.ts'], 'revoked in March'],
      [['b.ts'], 'sample'],
    ])
  })

  test('the same findings in another order give the same file', async () => {
    await createBaseline(input(one, two), said)
    const before = text()
    await updateBaseline(input(two, one), said)
    expect(text()).toBe(before)
  })

  test('a reason is required', async () => {
    await expect(
      updateBaseline(input(one), { added: '2026-11-22', reason: undefined }),
    ).rejects.toMatchObject({ exit: 2 })
  })

  test('ids of another cost are not mixed: exit 2', async () => {
    mkdirSync(join(root, '.portcullis'))
    writeFileSync(join(root, '.portcullis/baseline.json'), '{"version": 1, "cost": 4096, "entries": []}\n')
    await expect(updateBaseline(input(one), said)).rejects.toMatchObject({
      exit: 2,
      message: 'the baseline was written with cost 4096, this version writes 16384',
    })
  })
})

describe('prune', () => {
  test('takes out what is found no more', async () => {
    await createBaseline(input(one, two), said)
    expect(await pruneBaseline(input(two))).toMatchObject({ added: 0, removed: 1, total: 1 })
    expect(showBaseline(root).map(e => e.rule)).toEqual(['other-key'])
  })

  test('another key matches nothing, as it should', async () => {
    await createBaseline(input(one), said)
    expect(await pruneBaseline({ ...input(one), key: null })).toMatchObject({ removed: 1, total: 0 })
  })

  test('no baseline: exit 2 and how to make one', async () => {
    const error = { exit: 2, message: 'there is no baseline' }
    await expect(pruneBaseline(input())).rejects.toMatchObject(error)
    expect(() => showBaseline(root)).toThrow('there is no baseline')
  })
})

describe('a file that cannot be used', () => {
  test('broken: exit 2 with file and line', async () => {
    mkdirSync(join(root, '.portcullis'))
    writeFileSync(join(root, '.portcullis/baseline.json'), '{\n"version": 2\n}\n')
    for (const act of [
      () => createBaseline(input(one), said),
      () => pruneBaseline(input()),
      async () => showBaseline(root),
    ]) {
      await expect(act()).rejects.toMatchObject({
        exit: 2,
        detail: { subject: '.portcullis/baseline.json', line: 2 },
      })
    }
  })

  test('unreadable: exit 3', () => {
    mkdirSync(join(root, '.portcullis/baseline.json'), { recursive: true })
    expect(() => showBaseline(root)).toThrow('cannot read the baseline: EISDIR')
  })

  test('unwritable: exit 3, and no half file stays', async () => {
    writeFileSync(join(root, '.portcullis'), 'in the way')
    await expect(createBaseline(input(one), said)).rejects.toMatchObject({ exit: 3 })
    expect(readdirSync(root)).toEqual(['.portcullis'])
  })

  // root writes where nobody may
  test.skipIf(process.getuid?.() === 0)('a read-only folder: the old file stays whole', async () => {
    await createBaseline(input(one, two), said)
    const before = text()
    chmodSync(join(root, '.portcullis'), 0o500)
    await expect(pruneBaseline(input(one))).rejects.toMatchObject({ exit: 3 })
    chmodSync(join(root, '.portcullis'), 0o700)
    expect(text()).toBe(before)
  })
})

describe('what is printed', () => {
  const entry = {
    id: 'ab'.repeat(32),
    rule: 'r',
    paths: ['x\u001b[2J.ts'],
    reason: 'old',
    added: '2026-11-22',
  }

  test('entries for people, sanitised', () => {
    expect(entriesText([entry], 'pretty')).toBe(
      'abababababab  r  "old", 2026-11-22\n      at x\\u{1b}[2J.ts\n',
    )
    expect(entriesText([], 'pretty')).toBe('the baseline is empty\n')
  })

  test('entries as JSON', () => {
    expect(JSON.parse(entriesText([entry], 'json'))).toEqual({ schemaVersion: 1, entries: [entry] })
  })

  test('a change says the next step, no change does not', () => {
    expect(changeText({ file: 'f', added: 1, removed: 0, total: 4 })).toBe(
      'f: 1 added, 0 removed, 4 in all\n' +
        '  next: commit it in a change of its own; it counts once it is on the trusted base\n',
    )
    expect(changeText({ file: 'f', added: 0, removed: 0, total: 4 })).toBe(
      'f: 0 added, 0 removed, 4 in all\n',
    )
  })
})

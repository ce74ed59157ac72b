/** `npm run eval` on what it cannot use: which file, which line, exit code 2, and never a word of the input. */

import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, desk, label, window } from './labelled.ts'

let d: Desk
beforeAll(() => {
  d = desk()
})
afterAll(() => d.close())

const good = window('a', ['x'], [label('1', 'F')])
const without = (object: object, field: string) => ({ ...object, [field]: undefined })

it.each([
  ['a line that is no JSON', [good, '{"id": "hidden words'], 'bad.jsonl:2: not JSON'],
  ['a line that is no object', [good, '"hidden words"'], 'bad.jsonl:2: not an object'],
  ['an unknown kind of row', [{ hidden: 'words' }], 'bad.jsonl:1: neither a labelled window'],
  ['a window without its text', [without(good, 'text')], 'bad.jsonl:1: field "text" is missing'],
  [
    'a label without truth',
    [window('a', ['x'], [{ line: 1, endLine: 1 }])],
    'bad.jsonl:1: field "labels[0].truth" is missing',
  ],
  [
    'a label on line 0',
    [window('a', ['x'], [label('0', 'T')])],
    'field "labels[0].line" is not what it should be',
  ],
  ['an id twice', [good, good], 'bad.jsonl:2: this id stands on line 1 already'],
  [
    'a vector without its rule',
    [{ kind: 'tp', text: 'hidden words' }],
    'bad.jsonl:1: field "rule" is missing',
  ],
  [
    'a check with an unknown verdict',
    [{ check: 'a', verdict: 'perhaps', token: 'hidden words' }],
    'bad.jsonl:1: field "verdict" is not',
  ],
  [
    'a key with an unknown verdict',
    [{ pem: 'hidden words', verdict: 'perhaps' }],
    'bad.jsonl:1: field "verdict" is not',
  ],
  [
    'windows followed by vectors',
    [good, { rule: 'a', kind: 'tp', text: 'hidden words' }],
    'bad.jsonl:2: field "id" is missing',
  ],
  ['no rows', [''], 'bad.jsonl: no rows'],
])('%s', async (_, rows, message) => {
  const result = await d.evaluate(d.file('bad.jsonl', rows))
  expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
  expect(result.stderr).not.toContain('hidden')
})

it('a file that is not there', async () => {
  const result = await d.evaluate(d.path('absent.jsonl'))
  expect(result).toMatchObject({
    code: 2,
    stderr: `eval: ${d.path('absent.jsonl')}: cannot be read: ENOENT\n`,
  })
})

it('a gzipped file that is cut off', async () => {
  const whole = gzipSync(JSON.stringify(good))
  writeFileSync(d.path('cut.gz'), whole.subarray(0, whole.length - 9))
  const result = await d.evaluate(d.path('cut.gz'))
  expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('cut.gz: cannot be unpacked: Z_') })
})

it('models by folds that are not there, or of another version', async () => {
  const file = d.file('good.jsonl', [window('a', ['password = "⟦[A-Za-z0-9]{19}[0-9]⟧"'], [label('1', 'F')])])
  const none = await d.evaluate(file, '--models', d.path('absent'))
  expect(none).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('folds.json: cannot be read: ENOENT'),
  })
  writeFileSync(d.path('folds.json'), '{"one": 0}')
  writeFileSync(d.path('0.json'), '{"format": 1, "features": ["hidden"]}')
  const other = await d.evaluate(file, '--models', d.path('.'))
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('does not belong to this version') })
})

it.each([
  ['no file', [], 'name at least one labelled file'],
  ['an unknown option', ['x', '--fast'], "'--fast'"],
  ['an unknown engine', ['x', '--engine', 'pcre'], '--engine is neither "native" nor "js"'],
  [
    'a tolerance that is no number',
    ['x', '--tolerance', 'some'],
    '--tolerance is not a number from 0 on: "some"',
  ],
])('usage: %s', async (_, args, message) => {
  expect(await d.evaluate(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
})

it('stored figures that are none, or of other files', async () => {
  const file = d.file('good.jsonl', [good])
  const none = await d.evaluate(file, '--against', file)
  expect(none).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('good.jsonl: not results that --json wrote'),
  })
  writeFileSync(d.path('other.json'), '{"files":[{"name":"other.jsonl"}]}')
  const other = await d.evaluate(file, '--against', d.path('other.json'))
  expect(other).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('none of these files is in the stored results'),
  })
})

it('a folder to write to that is not there', async () => {
  const result = await d.evaluate(d.file('good.jsonl', [good]), '--json', d.path('absent/results.json'))
  expect(result).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('results.json: cannot be written: ENOENT'),
  })
})

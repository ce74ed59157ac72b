/** `npm run eval -- --against`: this run beside stored figures. */
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, desk, HIGH, label, window } from './labelled.ts'

let d: Desk
let file: string
beforeAll(async () => {
  d = desk()
  const lines = (id: string, line: string) => window(id, [line], [label('1', 'T')])
  file = d.file('windows.jsonl', [lines('hit', `key: ${HIGH}`), lines('miss', 'nothing')])
  await d.evaluate(file, '--json', d.path('now.json'))
})
afterAll(() => d.close())

/** Stored figures in which the slice core has another F1. */
function stored(f1: number): string {
  const results = d.json('now.json')
  results.files[0].result.slices.core.f1 = f1
  writeFileSync(d.path('then.json'), JSON.stringify(results))
  return d.path('then.json')
}

it('says that nothing differs', async () => {
  const result = await d.evaluate(file, '--against', d.path('now.json'))
  expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('no difference') })
})

it('lists what differs; better is no failure', async () => {
  const result = await d.evaluate(file, '--against', stored(0.5))
  expect(result.code).toBe(0)
  expect(result.stdout).toContain('windows.jsonl slices.core.f1: 0.5000 → 0.6667')
})

it('ends with 1 where F1 fell', async () => {
  const result = await d.evaluate(file, '--against', stored(0.7))
  expect(result.code).toBe(1)
  expect(result.stdout).toContain('windows.jsonl: F1 (core) fell from 0.7000 to 0.6667')
})

it('bears a fall within the tolerance', async () => {
  expect((await d.evaluate(file, '--against', stored(0.7), '--tolerance', '0.05')).code).toBe(0)
})

it('says that the labels are not those of the stored figures', async () => {
  const other = window('hit', [`key: ${HIGH}`], [label('1', 'F')])
  await d.evaluate(d.file('windows.jsonl', [other]), '--json', d.path('other.json'))
  const result = await d.evaluate(d.path('windows.jsonl'), '--against', d.path('now.json'))
  expect(result.stdout).toContain('windows.jsonl: its content is not what the stored results are of')
})

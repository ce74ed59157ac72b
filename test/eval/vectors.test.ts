/** `npm run eval` on rule vectors and offline checks. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, desk, HIGH } from './labelled.ts'

const found = { rule: 'np.acme.1', kind: 'tp', text: `a\nb "${HIGH}"` }
const VECTORS = [
  found,
  { ...found, text: 'nothing here' },
  { ...found, kind: 'fp' },
  { ...found, kind: 'fp', text: 'nothing here' },
  {
    rule: 'other-token',
    kind: 'tp',
    text: 'first = "sk_live_abcd⟦[A-Za-z0-9]{20}⟧"',
    expected_secret: 'sk_live_abcd',
  },
  {
    rule: 'other-token',
    kind: 'tp',
    text: 'abcdefgh\n"sk_live_⟦[A-Za-z0-9]{24}⟧"',
    expected_secret: 'abcdefgh',
  },
]

let d: Desk
let stdout: string
beforeAll(async () => {
  d = desk()
  const file = d.file('vectors.jsonl', VECTORS)
  const result = await d.evaluate(file, '--json', d.path('results.json'), '--dump', d.path('dump.jsonl'))
  expect(result).toMatchObject({ code: 0, stderr: '' })
  stdout = result.stdout
})
afterAll(() => d.close())

const result = () => d.json('results.json').files[0].result

it('gives recall and false positives, in all and by provider', () => {
  expect(result().total).toMatchObject({ positives: 4, found: 3, recall: 0.75, negatives: 2, wrong: 1 })
  expect(result().providers.acme).toMatchObject({ positives: 2, found: 1, negatives: 2, wrong: 1 })
  expect(result().providers.other).toMatchObject({ positives: 2, found: 2, wrong: 0 })
  expect(result().total.macro).toBe(0.75)
})

it('tells a finding on the expected secret from one beside it', () => {
  expect(result().providers.other).toMatchObject({ expected: 2, exact: 1 })
})

it('says by row which rules spoke, and no text', () => {
  expect(d.lines('dump.jsonl')[0]).toMatchObject({ row: 1, rule: 'np.acme.1', by: ['stripe-live-key'] })
  expect(stdout + JSON.stringify([result(), d.lines('dump.jsonl')])).not.toMatch(/sk_live_|nothing here/)
})

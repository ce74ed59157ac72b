// What was approved and what is to be approved, in every format.
import { expect, test } from 'vitest'
import { report } from '../../src/report/json.ts'
import { render } from '../../src/report/render.ts'
import { asAgent, decision, refFinding } from './decision.ts'

const options = { version: '0.1.0' }
const path = '.github/workflows/c\u202ei.yml'
const note = { id: 'a'.repeat(64), by: 'alice', assurance: 'key', expires: '2026-12-28T10:00:00.000Z' }
const finding = refFinding({
  category: 'path',
  ruleId: 'paths.w',
  path,
  verdict: 'allow',
  clause: { id: 'paths.w', layer: 'base' },
})
const approved = decision({
  verdict: 'allow',
  findings: [],
  suppressed: [],
  approvals: [{ finding, approvals: [note] }],
})
const request = {
  id: 'abcdefghij',
  clauses: ['refs.main'],
  target: 'refs/heads/main',
  files: 2,
  command: 'npx portcullis approve abcdefghij',
}
const waiting = decision({ verdict: 'ask', findings: [refFinding()], requests: [request] })

test.each(['pretty', 'github'])('%s: approved by whom, how surely, until when', async format => {
  const text = await render(approved, format, options)
  expect(text).toContain(
    '  approved  paths.w at .github/workflows/c\\u{202e}i.yml, by alice (key), until 2026-12-28T10:00Z\n',
  )
  expect(text).toContain('1 approved')
})

test('json: the finding with its approvals; none where nothing was approved', async () => {
  expect(report(approved, '0.1.0').approvals).toMatchObject([{ ruleId: 'paths.w', approvals: [note] }])
  expect(report(waiting, '0.1.0').requests).toEqual([request])
  expect(await render(decision({ approvals: [] }), 'json', options)).not.toMatch(/"approvals"|"requests"/)
})

test('sarif: accepted outside of the source, so that code scanning closes it', async () => {
  const { results } = JSON.parse(await render(approved, 'sarif', options)).runs[0]
  expect(results).toMatchObject([
    {
      ruleId: 'paths.w',
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          justification: `approved by alice (key), until ${note.expires}, approval ${note.id}`,
        },
      ],
    },
  ])
})

test('markdown: who approved, and the command for what is open', async () => {
  expect(await render(approved, 'markdown', options)).toContain('approved  paths.w at ')
  expect(await render(waiting, 'markdown', options)).toContain(
    '<code>npx portcullis approve abcdefghij</code>',
  )
})

test.each([false, true])(
  'a request has the fixed line and the command under it (agent: %s)',
  async isAgent => {
    const text = await render(isAgent ? asAgent(waiting) : waiting, 'pretty', options)
    expect(text).toMatch(
      /^PORTCULLIS ASK abcdefghij clause=refs\.main\n {2}a person approves it \(2 files for refs\/heads\/main\) with: npx portcullis approve abcdefghij\n/,
    )
  },
)

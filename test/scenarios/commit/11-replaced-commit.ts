import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = '`git replace` of an outgoing commit by a clean one'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  const dirty = await s.commitUnseen()
  const clean = await s.quiet(['commit-tree', 'main^{tree}', '-p', 'main', '-m', 'clean'])
  await s.quiet(['replace', dirty, clean])
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
  const ci = await s.portcullis(['ci', '--base', 'main', '--head', 'work'])
  expect(ci.code, ci.output).toBe(1)
}

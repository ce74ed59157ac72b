import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = '`git replace` of an outgoing blob: hook and CI judge the real one'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.quiet(['replace', 'HEAD:app.js', 'main:app.js'])
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
  const ci = await s.portcullis(['ci', '--base', 'main', '--head', 'work'])
  expect(ci.code, ci.output).toBe(1)
}

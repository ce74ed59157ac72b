import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = 'a bare repository is scanned like any other'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen()
  s.edit('app.js', token, '')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work')
  const result = await s.portcullis(['scan', s.remote])
  expect(result.code, result.output).toBe(1)
  expect(result.stdout).toContain('app.js:5')
}

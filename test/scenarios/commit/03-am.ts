import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = '`am` applies a patch with a token: stopped there, or at the push'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-qb', 'side'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen('theirs')
  const patch = await s.quiet(['format-patch', '-1', '--stdout'])
  await s.quiet(['checkout', '-q', 'work'])
  const result = await s.git(['am', '-q'], { input: `${patch}\n` })
  if (result.code !== 0) expect(result.stderr).toContain('app.js:5')
  else await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

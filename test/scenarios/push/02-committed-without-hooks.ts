import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title =
  'a commit made with the hooks turned off: where git has config hooks they stop it, else the push does'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  const result = await s.git(['-c', 'core.hooksPath=/dev/null', 'commit', '-anm', 'quick'])
  if (result.code !== 0) return expect(result.stderr).toContain('app.js:5')
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

import type { Scenario } from '../harness.ts'

export const title = '`pushurl`'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['config', 'remote.origin.url', 'https://example.invalid/app.git'])
  await s.quiet(['config', 'remote.origin.pushurl', s.remote])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

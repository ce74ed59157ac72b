import type { Scenario } from '../harness.ts'

export const title = 'several refs in one push, the dirty one second'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['branch', 'aaa-clean'])
  await s.quiet(['checkout', '-qb', 'zzz-dirty'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'aaa-clean', 'zzz-dirty'], { at: 'app.js:5' })
  await s.blocked(['push', '--atomic', 'origin', 'zzz-dirty', 'aaa-clean'], { at: 'app.js:5' })
  await s.passes(['push', 'origin', 'aaa-clean'])
}

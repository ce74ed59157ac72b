import type { Scenario } from '../harness.ts'

export const title = '`push --mirror`'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-qb', 'zzz-dirty'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.quiet(['checkout', '-q', 'work'])
  await s.blocked(['push', '--mirror', 'origin'], { at: 'app.js:5' })
}

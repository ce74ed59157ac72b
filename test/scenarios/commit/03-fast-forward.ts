import type { Scenario } from '../harness.ts'

export const title = 'a fast-forward runs no hook that could veto it: the push catches it'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-qb', 'side'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.passes(['merge', '--ff-only', 'side'])
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

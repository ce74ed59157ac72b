import type { Scenario } from '../harness.ts'

export const title = '`merge --squash`: the commit is ours alone, and so is the token'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-qb', 'side'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.quiet(['merge', '--squash', 'side'])
  await s.blocked(['commit', '-m', 'squashed'], { at: 'app.js:5' })
}

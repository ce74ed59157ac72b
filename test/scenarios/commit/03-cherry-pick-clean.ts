import type { Scenario } from '../harness.ts'

export const title = 'clean picks and reverts go through'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-qb', 'side'])
  s.append('app.js', 'theirs()\n')
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.passes(['cherry-pick', 'side'])
  await s.passes(['revert', '--no-edit', 'HEAD'])
}

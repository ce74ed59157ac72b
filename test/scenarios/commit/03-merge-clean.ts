import type { Scenario } from '../harness.ts'

export const title = 'a clean merge of clean branches'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'Ours.\n')
  await s.commitUnseen('ours')
  await s.quiet(['checkout', '-qb', 'side', 'main'])
  s.append('app.js', 'theirs()\n')
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.passes(['merge', '--no-edit', 'side'])
}

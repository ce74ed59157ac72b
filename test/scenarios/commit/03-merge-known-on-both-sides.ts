import type { Scenario } from '../harness.ts'

export const title = 'a merge of a branch that already holds a token introduces nothing itself'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'Ours.\n')
  await s.commitUnseen('ours')
  await s.quiet(['checkout', '-qb', 'side', 'main'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.passes(['merge', '--no-edit', 'side'])
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

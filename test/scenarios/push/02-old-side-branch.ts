import type { Scenario } from '../harness.ts'

export const title = 'an old side branch is merged in'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-qb', 'old'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.quiet(['checkout', '-q', 'work'])
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.passes(['merge', '--no-edit', 'old'])
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

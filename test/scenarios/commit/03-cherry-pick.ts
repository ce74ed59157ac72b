import type { Scenario } from '../harness.ts'

export const title = 'a cherry-pick runs no pre-commit: prepare-commit-msg catches it'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-qb', 'side'])
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.blocked(['cherry-pick', 'side'], { at: 'app.js:5' })
  s.edit('app.js', `"${token}"`, 'process.env.TOKEN')
  await s.quiet(['add', 'app.js'])
  await s.passes(['commit', '-m', 'picked'])
}

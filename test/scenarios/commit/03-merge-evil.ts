import type { Scenario } from '../harness.ts'

export const title = 'an evil merge: the token is in neither parent'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'Ours.\n')
  await s.commitUnseen('ours')
  await s.quiet(['checkout', '-qb', 'side', 'main'])
  s.append('app.js', 'theirs()\n')
  await s.commitUnseen('theirs')
  await s.quiet(['checkout', '-q', 'work'])
  await s.quiet(['merge', '--no-commit', 'side'])
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.blocked(['commit', '-a', '--no-edit'], { at: 'app.js:6' })
  s.edit('app.js', `"${token}"`, 'process.env.TOKEN')
  await s.passes(['commit', '-a', '--no-edit'])
}

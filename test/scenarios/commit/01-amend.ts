import type { Scenario } from '../harness.ts'

export const title = '`commit --amend` that adds a token'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', 'const a = 1\n')
  await s.passes(['commit', '-am', 'one'])
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.blocked(['commit', '-a', '--amend', '--no-edit'], { at: 'app.js:6' })
  s.edit('app.js', `"${token}"`, 'process.env.TOKEN')
  await s.passes(['commit', '-a', '--amend', '--no-edit'])
}

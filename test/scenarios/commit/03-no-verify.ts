import type { Scenario } from '../harness.ts'

export const title = '`commit --no-verify`: prepare-commit-msg still runs'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.quiet(['add', 'app.js'])
  await s.blocked(['commit', '--no-verify', '-m', 'quick'], { at: 'app.js:5' })
  await s.blocked(['commit', '--no-verif', '-m', 'quick'], { at: 'app.js:5' })
  s.edit('app.js', token, '')
  await s.quiet(['add', 'app.js'])
  await s.passes(['commit', '--no-verify', '-m', 'quick'])
}

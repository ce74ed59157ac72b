import type { Scenario } from '../harness.ts'

export const title = 'intent to add: no part of this commit, but of `commit -a`'

export async function run(s: Scenario): Promise<void> {
  s.write('token.js', `export const token = "${s.secret()}"\n`)
  await s.quiet(['add', '--intent-to-add', 'token.js'])
  s.append('README.md', 'More.\n')
  await s.quiet(['add', 'README.md'])
  await s.passes(['commit', '-m', 'only the readme'])
  await s.blocked(['commit', '-am', 'all'], { at: 'token.js:1' })
}

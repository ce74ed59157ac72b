import type { Scenario } from '../harness.ts'

export const title = '`commit --include PATH`: what is staged and that file'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.quiet(['add', 'README.md'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.blocked(['commit', '-m', 'both', '--include', 'app.js'], { at: 'app.js:5' })
}

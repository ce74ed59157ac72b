import type { Scenario } from '../harness.ts'

export const title = '`commit PATH`: only that file counts, whatever else is staged'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', 'README.md'])
  await s.blocked(['commit', '-m', 'one file', 'app.js'], { at: 'app.js:5' })
  await s.quiet(['add', 'app.js'])
  await s.passes(['commit', '-m', 'the other file', 'README.md'])
}

import type { Scenario } from '../harness.ts'

export const title = 'objects borrowed from another repository'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['clone', '-q', '--shared', '--branch', 'work', s.dir, '../borrower'])
  const cwd = s.path('..', 'borrower')
  await s.install(cwd)
  const token = s.secret()
  s.append('../borrower/app.js', `const token = "${token}"\n`)
  await s.blocked(['commit', '-m', 'x', 'app.js'], { cwd, at: 'app.js:5' })
  s.edit('../borrower/app.js', token, '')
  await s.passes(['commit', '-m', 'x', 'app.js'], { cwd })
}

import type { Scenario } from '../harness.ts'

export const title = 'inside a submodule, and the superproject that bumps it'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['submodule', 'add', '-q', s.remote, 'lib'])
  await s.quiet(['checkout', '-qb', 'work'], { cwd: s.path('lib') })
  const cwd = s.path('lib')
  await s.install(cwd)
  const token = s.secret()
  s.append('lib/app.js', `const token = "${token}"\n`)
  await s.blocked(['commit', '-am', 'in the library'], { cwd, at: 'app.js:5' })
  s.edit('lib/app.js', token, '')
  await s.passes(['commit', '-m', 'in the library', 'app.js'], { cwd })
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-m', 'bump'])
}

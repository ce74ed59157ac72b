import type { Scenario } from '../harness.ts'

export const title = 'a shallow clone'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['clone', '-q', '--depth', '1', `file://${s.remote}`, '../shallow'])
  const cwd = s.path('..', 'shallow')
  await s.quiet(['checkout', '-qb', 'work'], { cwd })
  await s.install(cwd)
  const token = s.secret()
  s.append('../shallow/app.js', `const token = "${token}"\n`)
  await s.blocked(['commit', '-m', 'x', 'app.js'], { cwd, at: 'app.js:5' })
  s.edit('../shallow/app.js', token, '')
  await s.passes(['commit', '-m', 'x', 'app.js'], { cwd })
}

import type { Scenario } from '../harness.ts'

export const title = 'from a shallow clone'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['clone', '-q', '--depth', '1', `file://${s.remote}`, '../shallow'])
  const cwd = s.path('..', 'shallow')
  await s.quiet(['checkout', '-qb', 'work'], { cwd })
  await s.install(cwd)
  s.append('../shallow/README.md', 'Yet more.\n')
  await s.commitUnseen('clean', { cwd })
  await s.passes(['push', 'origin', 'work'], { cwd })
  s.append('../shallow/app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen('dirty', { cwd })
  await s.blocked(['push', 'origin', 'work'], { cwd, at: 'app.js:5' })
}

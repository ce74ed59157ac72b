import type { Scenario } from '../harness.ts'

export const title = 'from a partial clone with missing blobs'

export async function run(s: Scenario): Promise<void> {
  s.write('docs/a.md', 'a\n')
  s.write('docs/b.md', 'b\n')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['config', 'uploadpack.allowFilter', 'true'], { cwd: s.remote })
  await s.quiet(['clone', '-q', '--filter=blob:none', '--sparse', `file://${s.remote}`, '../partial'])
  const cwd = s.path('..', 'partial')
  await s.quiet(['checkout', '-qb', 'work'], { cwd })
  await s.install(cwd)
  s.append('../partial/README.md', 'Yet more.\n')
  await s.commitUnseen('clean', { cwd })
  await s.passes(['push', 'origin', 'work'], { cwd })
  s.append('../partial/app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen('dirty', { cwd })
  await s.blocked(['push', 'origin', 'work'], { cwd, at: 'app.js:5' })
}

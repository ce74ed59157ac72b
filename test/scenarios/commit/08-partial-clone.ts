import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = 'a partial clone with missing blobs: judged without fetching any'

export async function run(s: Scenario): Promise<void> {
  s.write('docs/a.md', 'a\n')
  s.write('src/a.js', 'a\n')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['config', 'uploadpack.allowFilter', 'true'], { cwd: s.remote })
  await s.quiet(['clone', '-q', '--filter=blob:none', '--sparse', `file://${s.remote}`, '../partial'])
  const cwd = s.path('..', 'partial')
  await s.quiet(['checkout', '-qb', 'work'], { cwd })
  await s.install(cwd)
  const missing = () => s.quiet(['rev-list', '--objects', '--all', '--missing=print'], { cwd })
  expect(await missing()).toContain('?')
  const token = s.secret()
  s.append('../partial/app.js', `const token = "${token}"\n`)
  await s.blocked(['commit', '-m', 'x', 'app.js'], { cwd, at: 'app.js:5' })
  s.edit('../partial/app.js', token, '')
  await s.passes(['commit', '-m', 'x', 'app.js'], { cwd })
  expect(await missing(), 'looking must fetch nothing').toContain('?')
}

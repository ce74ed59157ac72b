import type { Scenario } from '../harness.ts'

export const title = 'a forced push over a commit we do not have'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['clone', '-q', s.remote, '../colleague'])
  s.write('../colleague/theirs.js', 'export {}\n')
  await s.commitUnseen('theirs', { cwd: s.path('..', 'colleague') })
  await s.quiet(['fetch', '-q', s.path('..', 'colleague'), 'HEAD:refs/heads/work'], { cwd: s.remote })
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', '--force', 'origin', 'work'], { at: 'app.js:5' })
  await s.blocked(['push', 'origin', '+work'], { at: 'app.js:5' })
}

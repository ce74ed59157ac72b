import type { Scenario } from '../harness.ts'

export const title = 'a push that git will reject: not a fast-forward'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['clone', '-q', s.remote, '../colleague'])
  s.write('../colleague/theirs.js', 'export {}\n')
  await s.commitUnseen('theirs', { cwd: s.path('..', 'colleague') })
  await s.quiet(['fetch', '-q', s.path('..', 'colleague'), 'HEAD:refs/heads/work'], { cwd: s.remote })
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
  await s.quiet(['reset', '-q', '--hard', 'HEAD~1'])
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'work'], { rule: /fetch first|rejected/i })
}

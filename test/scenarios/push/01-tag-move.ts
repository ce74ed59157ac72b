import type { Scenario } from '../harness.ts'

export const title = 'a tag is moved: said aloud; onto a token: blocked'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['tag', 'v1'])
  await s.publishUnseen('refs/tags/v1')
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.quiet(['tag', '-f', 'v1'])
  await s.passes(['push', '--force', 'origin', 'v1'], { says: /v1/ })
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.quiet(['tag', '-f', '-a', '-m', 'dirty', 'v1'])
  await s.blocked(['push', '--force', 'origin', 'v1'], { at: 'app.js:5' })
}

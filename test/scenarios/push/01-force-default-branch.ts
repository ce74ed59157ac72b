import type { Scenario } from '../harness.ts'

export const title = 'the default branch is forced to another history'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
  await s.quiet(['reset', '-q', '--hard', 'HEAD~1'])
  s.append('app.js', 'clean()\n')
  await s.commitUnseen()
  await s.blocked(['push', '--force', 'origin', 'work:main'], { rule: /main/ })
}

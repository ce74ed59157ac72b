import type { Scenario } from '../harness.ts'

export const title = 'remote-tracking refs that are long out of date'

export async function run(s: Scenario): Promise<void> {
  await s.publishUnseen('refs/heads/work')
  await s.quiet(['fetch', '-q', 'origin'])
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work')
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

import type { Scenario } from '../harness.ts'

export const title = 'a remote that was never fetched: all of it is outgoing'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
  await s.quiet(['init', '-q', '--bare', '../mirror.git'])
  await s.quiet(['remote', 'add', 'mirror', s.path('..', 'mirror.git')])
  await s.blocked(['push', 'mirror', 'work'], { at: 'app.js:5' })
}

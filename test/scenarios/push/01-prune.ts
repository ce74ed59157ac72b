import type { Scenario } from '../harness.ts'

export const title = '`push --prune`'

export async function run(s: Scenario): Promise<void> {
  await s.publishUnseen('refs/heads/work', 'refs/heads/old')
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', '--prune', 'origin', 'refs/heads/*:refs/heads/*'], { at: 'app.js:5' })
}

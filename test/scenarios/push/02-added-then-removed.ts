import type { Scenario } from '../harness.ts'

export const title = 'added in one outgoing commit and removed in the next'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen()
  s.edit('app.js', token, '')
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

import type { Scenario } from '../harness.ts'

export const title = 'by URL instead of by name'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', s.remote, 'work'], { at: 'app.js:5' })
  await s.blocked(['push', `file://${s.remote}`, 'work'], { at: 'app.js:5' })
}

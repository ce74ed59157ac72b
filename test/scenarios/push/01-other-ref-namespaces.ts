import type { Scenario } from '../harness.ts'

export const title = 'refs outside of branches and tags'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'HEAD:refs/for/main'], { at: 'app.js:5' })
  await s.blocked(['push', 'origin', 'HEAD:refs/changes/1/head'], { at: 'app.js:5' })
}

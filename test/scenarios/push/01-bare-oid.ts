import type { Scenario } from '../harness.ts'

export const title = 'a bare object id, HEAD and @'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', 'origin', `${await s.head()}:refs/heads/x`], { at: 'app.js:5' })
  await s.blocked(['push', 'origin', 'HEAD'], { at: 'app.js:5' })
  await s.blocked(['push', 'origin', '@:refs/heads/x'], { at: 'app.js:5' })
}

import type { Scenario } from '../harness.ts'

export const title = 'a receipt is good for one commit: its tree with another parent is judged again'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', 'more()\n')
  await s.passes(['commit', '-am', 'clean'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.blocked(['commit', '-anm', 'x'], { at: 'app.js:6' })
}

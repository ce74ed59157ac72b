import type { Scenario } from '../harness.ts'
import { conflict } from '../merging.ts'

export const title = 'a token typed into a conflict resolution'

export async function run(s: Scenario): Promise<void> {
  await conflict(s)
  await s.git(['merge', 'side'])
  const token = s.secret()
  s.write('app.js', `const token = "${token}"\n`)
  await s.quiet(['add', 'app.js'])
  await s.blocked(['merge', '--continue'], { at: 'app.js:1' })
  await s.blocked(['commit', '--no-edit', '-n'], { at: 'app.js:1' })
  s.edit('app.js', `"${token}"`, 'process.env.TOKEN')
  await s.quiet(['add', 'app.js'])
  await s.passes(['merge', '--continue'])
}

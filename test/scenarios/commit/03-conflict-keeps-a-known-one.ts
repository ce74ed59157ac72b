import type { Scenario } from '../harness.ts'
import { conflict } from '../merging.ts'

export const title = 'a conflict resolution that keeps what a parent already held'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen('known')
  await conflict(s)
  await s.git(['merge', 'side'])
  await s.quiet(['checkout', '--theirs', 'app.js'])
  s.append('app.js', 'resolved()\n')
  await s.quiet(['add', 'app.js'])
  await s.passes(['commit', '--no-edit'])
}

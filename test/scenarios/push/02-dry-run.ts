import type { Scenario } from '../harness.ts'

export const title = '`push --dry-run`'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.passes(['push', '--dry-run', 'origin', 'work'], { movesNothing: true })
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', '--dry-run', 'origin', 'work'], { at: 'app.js:5' })
}

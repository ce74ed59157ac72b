import type { Scenario } from '../harness.ts'

export const title = '`git replace` shows a clean blob in place of the staged one'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', 'app.js'])
  await s.quiet(['replace', ':app.js', 'HEAD:app.js'])
  await s.blocked(['commit', '-m', 'x'], { at: 'app.js:5' })
  await s.blocked(['commit', '-n', '-m', 'x'], { at: 'app.js:5' })
}

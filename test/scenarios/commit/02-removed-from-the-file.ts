import type { Scenario } from '../harness.ts'

export const title = 'staged, then removed from the file: the index is what is committed'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.quiet(['add', 'app.js'])
  s.edit('app.js', token, '')
  await s.blocked(['commit', '-m', 'index'], { at: 'app.js:5' })
  await s.quiet(['add', 'app.js'])
  await s.passes(['commit', '-m', 'index'])
}

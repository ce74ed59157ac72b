import type { Scenario } from '../harness.ts'

export const title = 'a staged file with a token'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.quiet(['add', 'app.js'])
  await s.blocked(['commit', '-m', 'call the API'], { at: 'app.js:5' })
  s.edit('app.js', `"${token}"`, 'process.env.TOKEN')
  await s.quiet(['add', 'app.js'])
  await s.passes(['commit', '-m', 'call the API'])
}

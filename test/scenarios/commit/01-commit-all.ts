import type { Scenario } from '../harness.ts'

export const title = '`commit -a`: git hands the hook a temporary index'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.blocked(['commit', '-am', 'call the API'], { at: 'app.js:5' })
  s.edit('app.js', `"${token}"`, 'process.env.TOKEN')
  await s.passes(['commit', '-am', 'call the API'])
}

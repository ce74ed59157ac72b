import type { Scenario } from '../harness.ts'

export const title = '`commit -n -m`, `-anm` and an alias'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.blocked(['commit', '-anm', 'quick'], { at: 'app.js:5' })
  await s.blocked(['-c', 'alias.ci=commit -n', 'ci', '-am', 'quick'], { at: 'app.js:5' })
  await s.quiet(['add', 'app.js'])
  await s.blocked(['commit', '-n', '-m', 'quick'], { at: 'app.js:5' })
}

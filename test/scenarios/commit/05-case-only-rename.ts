import type { Scenario } from '../harness.ts'

export const title = 'a rename that changes only the case'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['mv', 'app.js', 'App.js'])
  s.append('App.js', `const token = "${s.secret()}"\n`)
  await s.blocked(['commit', '-am', 'case'], { at: 'App.js:5' })
}

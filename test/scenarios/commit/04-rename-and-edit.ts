import type { Scenario } from '../harness.ts'

export const title = 'renamed and edited in one step'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['mv', 'app.js', 'main.js'])
  s.append('main.js', `const token = "${s.secret()}"\n`)
  await s.blocked(['commit', '-am', 'rename'], { at: 'main.js:5' })
}

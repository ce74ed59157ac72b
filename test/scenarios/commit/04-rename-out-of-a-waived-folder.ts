import type { Scenario } from '../harness.ts'
import { waive } from '../waiver.ts'

export const title = 'renamed out of a folder whose findings are waived'

export async function run(s: Scenario): Promise<void> {
  s.write('fixtures/token.js', `const token = "${s.secret()}"\n`)
  await waive(s, 'fixtures/token.js', 'fixtures/**')
  s.append('fixtures/token.js', 'use(token)\n')
  await s.passes(['commit', '-am', 'still a fixture'])
  await s.quiet(['mv', 'fixtures/token.js', 'token.js'])
  await s.blocked(['commit', '-m', 'out of fixtures'], { at: 'token.js:1' })
}

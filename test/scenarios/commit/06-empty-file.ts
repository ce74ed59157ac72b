import type { Scenario } from '../harness.ts'

export const title = 'empty files'

export async function run(s: Scenario): Promise<void> {
  s.write('empty', '')
  s.write('blank.js', '\n')
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-m', 'nothing in them'])
}

import type { Scenario } from '../harness.ts'

export const title = 'a known token moves to another line'

export async function run(s: Scenario): Promise<void> {
  const line = `const token = "${s.secret()}"\n`
  s.write('token.js', `${line}first()\nsecond()\n`)
  await s.commitUnseen()
  s.write('token.js', `first()\nsecond()\n${line}`)
  await s.passes(['commit', '-am', 'order'])
}

import type { Scenario } from '../harness.ts'

export const title = 'a known token stays where it is while the file is edited around it'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  s.edit('app.js', '8080', '9090')
  s.append('app.js', 'more()\n')
  await s.passes(['commit', '-am', 'another port'])
}

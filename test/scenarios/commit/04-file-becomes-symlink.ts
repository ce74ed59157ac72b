import type { Scenario } from '../harness.ts'

export const title = 'a file with a known token becomes a link: the token goes'

export async function run(s: Scenario): Promise<void> {
  s.write('main.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  s.remove('main.js')
  s.link('app.js', 'main.js')
  await s.passes(['commit', '-am', 'a link'])
}

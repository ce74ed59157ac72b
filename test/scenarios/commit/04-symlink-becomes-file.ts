import type { Scenario } from '../harness.ts'

export const title = 'a symbolic link becomes a file'

export async function run(s: Scenario): Promise<void> {
  s.link('app.js', 'main.js')
  await s.commitUnseen()
  s.remove('main.js')
  s.write('main.js', `const token = "${s.secret()}"\n`)
  await s.blocked(['commit', '-am', 'a file of its own'], { at: 'main.js:1' })
}

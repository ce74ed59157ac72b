import type { Scenario } from '../harness.ts'

export const title = 'an empty commit on a history that holds a token: nothing is introduced'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.passes(['commit', '--allow-empty', '-m', 'start the build'])
}

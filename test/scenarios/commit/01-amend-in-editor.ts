import type { Scenario } from '../harness.ts'

export const title = 'an amend that opens the editor, after a token was committed unseen'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['commit', '--amend'], { at: 'app.js:5' })
}

import type { Scenario } from '../harness.ts'

export const title = 'the revert of a removal brings the token back'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen('a mistake')
  s.edit('app.js', token, '')
  await s.commitUnseen('taken out')
  await s.blocked(['revert', '--no-edit', 'HEAD'], { at: 'app.js:5' })
}

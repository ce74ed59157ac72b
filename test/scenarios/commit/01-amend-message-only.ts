import type { Scenario } from '../harness.ts'

export const title = 'a message-only amend of a commit that holds a token, and the amend that takes it out'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen()
  await s.blocked(['commit', '--amend', '-m', 'another message'], { at: 'app.js:5' })
  await s.blocked(['commit', '--amend', '--no-edit', '-n'], { at: 'app.js:5' })
  s.edit('app.js', `"${token}"`, 'process.env.TOKEN')
  await s.passes(['commit', '-a', '--amend', '--no-edit'])
}

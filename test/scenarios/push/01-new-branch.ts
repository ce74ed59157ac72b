import type { Scenario } from '../harness.ts'

export const title = 'a new branch; the mend is a new commit without it'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', '-u', 'origin', 'work'], { at: 'app.js:5' })
  s.edit('app.js', token, '')
  await s.passes(['commit', '-a', '--amend', '--no-edit'])
  await s.passes(['push', '-u', 'origin', 'work'])
}

import type { Scenario } from '../harness.ts'

export const title = 'the line with the token is deleted, then a file with one'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  s.write('other.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  s.edit('app.js', token, '')
  await s.passes(['commit', '-am', 'take it out'])
  await s.quiet(['rm', '-q', 'other.js'])
  await s.passes(['commit', '-m', 'take the file out'])
}

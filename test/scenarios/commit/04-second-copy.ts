import type { Scenario } from '../harness.ts'

export const title = 'a second copy of a known token in the same file'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('token.js', `const a = "${token}"\n`)
  await s.commitUnseen()
  s.append('token.js', `const b = "${token}"\n`)
  await s.blocked(['commit', '-am', 'once more'], { at: 'token.js' })
}

import type { Scenario } from '../harness.ts'

export const title = 'a new token beside a known one: only the new one is reported'

export async function run(s: Scenario): Promise<void> {
  s.write('token.js', `const a = "${s.secret()}"\n`)
  await s.commitUnseen()
  s.append('token.js', `const b = "${s.secret()}"\n`)
  const { stderr } = await s.blocked(['commit', '-am', 'another'], { at: 'token.js:2' })
  if (stderr.includes('token.js:1')) throw new Error(`the known one is reported too: ${stderr}`)
}

import type { Scenario } from '../harness.ts'

export const title = 'the BEGIN and END lines are unchanged, the private key between them is new'

export async function run(s: Scenario): Promise<void> {
  const key = s.secret('private-key')
  const lines = key.trimEnd().split('\n')
  s.write('key.pem', `${lines.at(0)}\nput the key here\n${lines.at(-1)}\n`)
  await s.commitUnseen()
  s.write('key.pem', key)
  await s.blocked(['commit', '-am', 'the key'], { at: 'key.pem' })
}

import type { Scenario } from '../harness.ts'

export const title = 'a private key on one line, with escaped line ends'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret('private-key')
  s.write('account.json', JSON.stringify({ private_key: token }))
  await s.quiet(['add', 'account.json'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'account.json' })
}

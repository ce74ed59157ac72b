import type { Scenario } from '../harness.ts'

export const title = 'a private key with CRLF line ends'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret('private-key')
  s.write('key.pem', token.replaceAll('\n', '\r\n'))
  await s.quiet(['add', 'key.pem'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'key.pem' })
}

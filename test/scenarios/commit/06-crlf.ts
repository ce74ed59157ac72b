import type { Scenario } from '../harness.ts'

export const title = 'CRLF line ends'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('app.ini', `[api]\r\ntoken = ${token}\r\n`)
  await s.quiet(['add', 'app.ini'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'app.ini:2' })
}

import type { Scenario } from '../harness.ts'

export const title = 'an AWS key id and its secret on two lines'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret('aws-secret')
  s.write(
    'credentials',
    `[default]\naws_access_key_id = ${s.secret('aws')}\naws_secret_access_key = ${token}\n`,
  )
  await s.quiet(['add', 'credentials'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'credentials' })
}

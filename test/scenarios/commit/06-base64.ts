import type { Scenario } from '../harness.ts'

export const title = 'base64'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('secret.yaml', `data:\n  token: ${Buffer.from(token).toString('base64')}\n`)
  await s.quiet(['add', 'secret.yaml'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'secret.yaml:2' })
}

import type { Scenario } from '../harness.ts'

export const title = 'a token in the message of an annotated tag'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['tag', '-a', 'v1', '-m', `release, see ${s.secret()}`])
  await s.blocked(['push', 'origin', 'v1'])
  await s.quiet(['tag', '-d', 'v1'])
  await s.quiet(['tag', '-a', 'v1', '-m', 'release'])
  await s.passes(['push', 'origin', 'v1'])
}

import type { Scenario } from '../harness.ts'

export const title = 'a token in the name of a light tag'

export async function run(s: Scenario): Promise<void> {
  const name = `v-${s.secret()}`
  await s.quiet(['tag', name])
  await s.blocked(['push', 'origin', `refs/tags/${name}`])
}

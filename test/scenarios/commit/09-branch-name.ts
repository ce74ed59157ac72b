import type { Scenario } from '../harness.ts'

export const title = 'a token in a branch name: masked where it is named'

export async function run(s: Scenario): Promise<void> {
  await s.blocked(['push', 'origin', `work:refs/heads/try-${s.secret()}`])
}

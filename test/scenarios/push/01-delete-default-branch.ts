import type { Scenario } from '../harness.ts'

export const title = 'the default branch is deleted'

export async function run(s: Scenario): Promise<void> {
  await s.blocked(['push', 'origin', ':main'], { rule: /main/, at: 'main' })
}

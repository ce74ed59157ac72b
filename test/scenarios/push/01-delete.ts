import type { Scenario } from '../harness.ts'

export const title = 'a branch of ours is deleted'

export async function run(s: Scenario): Promise<void> {
  await s.publishUnseen('refs/heads/work')
  await s.passes(['push', 'origin', '--delete', 'work'])
}

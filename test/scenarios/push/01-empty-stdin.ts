import type { Scenario } from '../harness.ts'

export const title = 'nothing to push: the hook gets an empty stdin'

export async function run(s: Scenario): Promise<void> {
  await s.publishUnseen('refs/heads/work')
  await s.passes(['push', 'origin', 'work'], { movesNothing: true })
}

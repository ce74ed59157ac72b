import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`diff.external`'

export async function run(s: Scenario): Promise<void> {
  await blind(s, async s => {
    await s.quiet(['config', 'diff.external', 'true'])
  })
}

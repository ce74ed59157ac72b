import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`color.ui=always`'

export async function run(s: Scenario): Promise<void> {
  await blind(s, async s => {
    await s.quiet(['config', 'color.ui', 'always'])
  })
}

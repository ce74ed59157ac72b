import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = 'an external driver for the path'

export async function run(s: Scenario): Promise<void> {
  await blind(s, async s => {
    s.write('.gitattributes', '*.env diff=none\n')
    await s.quiet(['config', 'diff.none.command', 'true'])
  })
}

import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`diff.noprefix` and `diff.mnemonicPrefix`'

export async function run(s: Scenario): Promise<void> {
  await blind(s, async s => {
    await s.quiet(['config', 'diff.noprefix', 'true'])
    await s.quiet(['config', 'diff.mnemonicPrefix', 'true'])
  })
}

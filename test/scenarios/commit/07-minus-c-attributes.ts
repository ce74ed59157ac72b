import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`git -c core.attributesFile=F commit`'

export async function run(s: Scenario): Promise<void> {
  await blind(s, s => s.write('../attributes', '* -diff\n'), {
    before: ['-c', 'core.attributesFile=../attributes'],
  })
}

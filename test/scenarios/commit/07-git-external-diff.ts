import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = 'GIT_EXTERNAL_DIFF'

export async function run(s: Scenario): Promise<void> {
  await blind(s, () => {}, { env: { GIT_EXTERNAL_DIFF: 'true', GIT_DIFF_OPTS: '--unified=0' } })
}

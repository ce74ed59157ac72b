import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = 'GIT_CONFIG_COUNT'

export async function run(s: Scenario): Promise<void> {
  await blind(s, () => {}, {
    env: { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'diff.external', GIT_CONFIG_VALUE_0: 'true' },
  })
}

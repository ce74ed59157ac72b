import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = 'GIT_CONFIG_PARAMETERS'

export async function run(s: Scenario): Promise<void> {
  await blind(s, () => {}, { env: { GIT_CONFIG_PARAMETERS: "'diff.external=true'" } })
}

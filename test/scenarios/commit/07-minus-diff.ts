import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`*.env -diff`'

export async function run(s: Scenario): Promise<void> {
  await blind(s, s => s.write('.gitattributes', '*.env -diff\n'))
}

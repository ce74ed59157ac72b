import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`-diff` in .git/info/attributes, which no clone shows'

export async function run(s: Scenario): Promise<void> {
  await blind(s, s => s.write('.git/info/attributes', '* -diff\n'))
}

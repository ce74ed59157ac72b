import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`git -c color.ui=always commit`'

export async function run(s: Scenario): Promise<void> {
  await blind(s, () => {}, { before: ['-c', 'color.ui=always', '-c', 'diff.noprefix=true'] })
}

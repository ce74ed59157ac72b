import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`include.path`'

export async function run(s: Scenario): Promise<void> {
  await blind(s, async s => {
    s.write('../more', '[diff]\n\texternal = true\n[color]\n\tui = always\n')
    await s.quiet(['config', 'include.path', s.path('..', 'more')])
  })
}

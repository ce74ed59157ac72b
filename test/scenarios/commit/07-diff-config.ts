import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

const SETTINGS = [
  ['diff.renames', 'copies'],
  ['diff.algorithm', 'histogram'],
  ['diff.interHunkContext', '9'],
  ['diff.context', '0'],
  ['diff.wsErrorHighlight', 'all'],
  ['diff.colorMoved', 'zebra'],
  ['diff.suppressBlankEmpty', 'true'],
  ['diff.ignoreSubmodules', 'all'],
  ['diff.relative', 'true'],
  ['diff.dirstat', 'lines'],
  ['diff.statGraphWidth', '1'],
  ['core.pager', 'true'],
] as const

export const title = 'every other diff setting that changes the output'

export async function run(s: Scenario): Promise<void> {
  await blind(s, async s => {
    for (const [key, value] of SETTINGS) await s.quiet(['config', key, value])
  })
}

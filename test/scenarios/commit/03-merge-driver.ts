import type { Scenario } from '../harness.ts'
import { drivenMerge } from '../merging.ts'

export const title = 'a merge without conflict whose driver brings in a token: pre-merge-commit'

export async function run(s: Scenario): Promise<void> {
  const token = await drivenMerge(s)
  await s.blocked(['merge', '--no-edit', 'side'], { at: 'settings.js:2' })
  s.edit('settings.js', `"${token}"`, 'process.env.TOKEN')
  await s.quiet(['add', 'settings.js'])
  await s.passes(['commit', '--no-edit'])
}

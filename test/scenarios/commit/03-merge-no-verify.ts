import type { Scenario } from '../harness.ts'
import { drivenMerge } from '../merging.ts'

export const title = '`merge --no-verify`: pre-merge-commit is skipped, prepare-commit-msg is not'

export async function run(s: Scenario): Promise<void> {
  const token = await drivenMerge(s)
  await s.blocked(['merge', '--no-edit', '--no-verify', 'side'], { at: 'settings.js:2' })
  s.edit('settings.js', `"${token}"`, 'process.env.TOKEN')
  await s.quiet(['add', 'settings.js'])
  await s.passes(['merge', '--continue'])
}

import type { Scenario } from '../harness.ts'

export const title = '`commit --author` with a token'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', 'more()\n')
  await s.blocked(['commit', '-a', '-m', 'more', '--author', `Dev <${s.secret()}@example.org>`])
  await s.passes(['commit', '-a', '-m', 'more', '--author', 'Dev <dev@example.org>'])
}

import type { Scenario } from '../harness.ts'

export const title = 'the first commit of a repository: there is no HEAD'

export async function run(s: Scenario): Promise<void> {
  const cwd = await s.repository('fresh')
  s.write('../fresh/config.js', `\nexport const token = "${s.secret()}"\n`)
  await s.quiet(['add', 'config.js'], { cwd })
  await s.blocked(['commit', '-m', 'first'], { cwd, at: 'config.js:2' })
  await s.blocked(['commit', '-n', '-m', 'first'], { cwd, at: 'config.js:2' })
}

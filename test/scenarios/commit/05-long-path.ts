import type { Scenario } from '../harness.ts'

export const title = 'a path of 4,000 characters'

export async function run(s: Scenario): Promise<void> {
  const path = `${'long-folder-name/'.repeat(235)}a.js`.slice(-4_000)
  const blob = await s.quiet(['hash-object', '-w', '--stdin'], { input: `const token = "${s.secret()}"\n` })
  await s.quiet(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`])
  await s.blocked(['commit', '-m', 'deep'], { at: 'long-folder-name/a.js:1' })
}

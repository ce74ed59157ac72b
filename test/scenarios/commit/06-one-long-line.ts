import type { Scenario } from '../harness.ts'

export const title = '5 MB on one line'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('bundle.js', `${'a=1;'.repeat(650_000)}t="${token}";${'b=2;'.repeat(650_000)}`)
  await s.quiet(['add', 'bundle.js'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'bundle.js:1' })
}

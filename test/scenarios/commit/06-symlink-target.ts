import type { Scenario } from '../harness.ts'

export const title = 'the target of a symbolic link'

export async function run(s: Scenario): Promise<void> {
  s.link(`https://${s.secret()}@example.org/`, 'link')
  await s.quiet(['add', 'link'])
  await s.blocked(['commit', '-m', 'a link'], { at: 'link:1' })
}

import type { Scenario } from '../harness.ts'

export const title = 'a popped stash is committed'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['stash'])
  await s.quiet(['stash', 'pop'])
  await s.blocked(['commit', '-am', 'wip'], { at: 'app.js:5' })
}

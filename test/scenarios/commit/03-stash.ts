import type { Scenario } from '../harness.ts'

export const title = 'a stash runs no hook; pushing it is caught'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['stash'])
  await s.blocked(['push', 'origin', 'refs/stash:refs/heads/wip'], { at: 'app.js:5' })
}

import type { Scenario } from '../harness.ts'

export const title = '`HEAD~1:refs/heads/x`: the local ref is an expression'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'HEAD~1:refs/heads/x'], { at: 'app.js:5' })
  await s.passes(['push', 'origin', 'HEAD~2:refs/heads/y'])
}

import type { Scenario } from '../harness.ts'

export const title = '`HEAD^{/fix bug}:refs/heads/x`: the local ref holds spaces'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen('fix bug in the port')
  s.append('README.md', 'More.\n')
  await s.commitUnseen('words')
  await s.blocked(['push', 'origin', 'HEAD^{/fix bug}:refs/heads/x'], { at: 'app.js:5' })
  await s.passes(['push', 'origin', 'HEAD^{/an app}:refs/heads/y'])
}

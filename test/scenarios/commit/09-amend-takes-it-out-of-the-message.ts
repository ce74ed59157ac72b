import type { Scenario } from '../harness.ts'

export const title = 'an amend in the editor takes a token out of the message'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', 'more()\n')
  await s.commitUnseen(`with ${s.secret()} for now`)
  await s.blocked(['commit', '--amend', '--no-edit'])
  s.write('../message', 'without it\n')
  await s.passes(['commit', '--amend'], { env: { GIT_EDITOR: `cp ${s.path('..', 'message')}` } })
}

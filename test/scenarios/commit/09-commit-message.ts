import type { Scenario } from '../harness.ts'

export const title = 'a token in the commit message, with -m, -F, -n and from the editor'

export async function run(s: Scenario): Promise<void> {
  const message = `use the API\n\nwith ${s.secret()} for now\n`
  s.append('app.js', 'more()\n')
  await s.quiet(['add', 'app.js'])
  s.write('../message', message)
  await s.blocked(['commit', '-m', message])
  await s.blocked(['commit', '-F', s.path('..', 'message')])
  await s.blocked(['commit', '-n', '-m', message])
  await s.blocked(['commit'], { env: { GIT_EDITOR: `cp ${s.path('..', 'message')}` } })
  await s.passes(['commit', '-m', 'use the API'])
}

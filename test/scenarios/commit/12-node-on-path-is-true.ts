import type { Scenario } from '../harness.ts'

export const title = 'a `node` on PATH that does nothing and exits 0: its exit code alone is no pass'

export async function run(s: Scenario): Promise<void> {
  s.write('../fake/node', '#!/bin/sh\nexit 0\n', 0o755)
  const env = { PATH: `${s.path('..', 'fake')}:${s.env.PATH}` }
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.blocked(['commit', '-am', 'x'], { env, rule: /./ })
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'work'], { env, rule: /./ })
}

import type { Scenario } from '../harness.ts'

export const title = 'a file over core.bigFileThreshold: git itself treats it as binary'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['config', 'core.bigFileThreshold', '1k'])
  s.write('big.sql', `${'insert into t values (1);\n'.repeat(200)}-- ${s.secret()}\n`)
  await s.quiet(['add', 'big.sql'])
  await s.blocked(['commit', '-m', 'a dump'], { at: 'big.sql:201' })
}

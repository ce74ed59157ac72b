import type { Scenario } from '../harness.ts'

export const title = 'the default branch is deleted'

export async function run(s: Scenario): Promise<void> {
  // git itself refuses to delete a bare repository's HEAD, naming it: that must not be taken for our refusal.
  await s.quiet(['config', 'receive.denyDeleteCurrent', 'ignore'], { cwd: s.remote })
  await s.blocked(['push', 'origin', ':main'], { rule: /main/, at: 'main' })
}

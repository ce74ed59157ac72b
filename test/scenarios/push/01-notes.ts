import type { Scenario } from '../harness.ts'

export const title = 'notes: clean ones pass, a token does not'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['notes', 'add', '-m', 'looked at'])
  await s.passes(['push', 'origin', 'refs/notes/commits'])
  await s.quiet(['notes', 'add', '-f', '-m', `see ${s.secret()}`])
  await s.blocked(['push', 'origin', 'refs/notes/commits'])
}

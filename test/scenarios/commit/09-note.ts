import type { Scenario } from '../harness.ts'

export const title = 'a token in a note'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['notes', 'add', '-m', `see ${s.secret()}`])
  await s.blocked(['push', 'origin', 'refs/notes/commits'])
  await s.quiet(['notes', 'remove'])
}

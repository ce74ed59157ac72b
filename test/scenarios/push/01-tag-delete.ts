import type { Scenario } from '../harness.ts'

export const title = 'a light and an annotated tag are deleted'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['tag', 'light'])
  await s.quiet(['tag', '-a', '-m', 'x', 'annotated'])
  await s.publishUnseen('refs/tags/light')
  await s.publishUnseen('refs/tags/annotated')
  await s.passes(['push', 'origin', '--delete', 'light', 'annotated'])
}

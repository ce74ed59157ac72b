import type { Scenario } from '../harness.ts'

export const title = 'a push of refs/replace is denied'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.quiet(['replace', 'HEAD', 'main'])
  await s.blocked(['push', 'origin', 'refs/replace/*:refs/replace/*'], { rule: /replace/ })
}

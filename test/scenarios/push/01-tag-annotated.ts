import type { Scenario } from '../harness.ts'

export const title = 'an annotated tag, and a tag of a tag'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-q', '--detach'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.quiet(['tag', '-a', '-m', 'one', 'v1'])
  await s.quiet(['tag', '-a', '-m', 'two', 'v2', 'v1'])
  await s.blocked(['push', 'origin', 'v1'], { at: 'app.js:5' })
  await s.blocked(['push', 'origin', 'v2'], { at: 'app.js:5' })
}

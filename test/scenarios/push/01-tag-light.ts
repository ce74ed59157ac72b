import type { Scenario } from '../harness.ts'

export const title = 'a light tag on a commit of no branch'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-q', '--detach'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.quiet(['tag', 'v1'])
  await s.quiet(['checkout', '-q', 'work'])
  await s.blocked(['push', 'origin', 'v1'], { at: 'app.js:5' })
}

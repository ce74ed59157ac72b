import type { Scenario } from '../harness.ts'

export const title = 'a forced push over a known commit'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work')
  await s.quiet(['fetch', '-q', 'origin'])
  await s.quiet(['reset', '-q', '--hard', 'main'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.blocked(['push', '--force', 'origin', 'work'], { at: 'app.js:5' })
  await s.quiet(['reset', '-q', '--hard', 'main'])
  s.append('app.js', 'clean()\n')
  await s.commitUnseen()
  await s.passes(['push', '--force-with-lease', 'origin', 'work'])
}

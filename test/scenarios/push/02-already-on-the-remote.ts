import type { Scenario } from '../harness.ts'

export const title = 'a token that is on the remote already: it can be worked on'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work')
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
  s.edit('app.js', '8080', '9090')
  await s.commitUnseen()
  await s.passes(['push', 'origin', 'work'])
  await s.passes(['push', 'origin', 'work:refs/heads/another'])
}

import type { Scenario } from '../harness.ts'

export const title = 'the remote lost the branch, our tracking ref did not'

export async function run(s: Scenario): Promise<void> {
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.publishUnseen('refs/heads/work')
  await s.quiet(['fetch', '-q', 'origin'])
  await s.quiet(['update-ref', '-d', 'refs/heads/work'], { cwd: s.remote })
  await s.passes(['push', 'origin', 'work'])
}

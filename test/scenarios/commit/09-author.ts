import type { Scenario } from '../harness.ts'

export const title = 'a token in the author field, at the push'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', 'more()\n')
  const env = { GIT_AUTHOR_NAME: 'Dev', GIT_AUTHOR_EMAIL: `${s.secret()}@example.org` }
  await s.quiet(['add', '-A'])
  const tree = await s.quiet(['write-tree'])
  const commit = await s.quiet(['commit-tree', tree, '-p', 'HEAD', '-m', 'more'], { env })
  await s.quiet(['update-ref', 'HEAD', commit])
  await s.blocked(['push', 'origin', 'work'])
}

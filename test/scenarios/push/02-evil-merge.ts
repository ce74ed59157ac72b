import type { Scenario } from '../harness.ts'

export const title = 'a merge commit with a token of its own'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['checkout', '-qb', 'side'])
  s.append('README.md', 'More.\n')
  await s.commitUnseen()
  await s.quiet(['checkout', '-q', 'work'])
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'])
  const tree = await s.quiet(['write-tree'])
  const merge = await s.quiet(['commit-tree', tree, '-p', 'work', '-p', 'side', '-m', 'merge'])
  await s.quiet(['update-ref', 'refs/heads/work', merge])
  await s.blocked(['push', 'origin', 'work'], { at: 'app.js:5' })
}

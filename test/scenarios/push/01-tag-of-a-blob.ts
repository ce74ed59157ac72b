import type { Scenario } from '../harness.ts'

export const title = 'a tag that points at a blob, and one at a tree'

export async function run(s: Scenario): Promise<void> {
  const input = `const token = "${s.secret()}"\n`
  const blob = await s.quiet(['hash-object', '-w', '--stdin'], { input })
  const tree = await s.quiet(['mktree'], { input: `100644 blob ${blob}\ttoken.js\n` })
  await s.quiet(['tag', 'blob', blob])
  await s.quiet(['tag', '-a', '-m', 'a tree', 'tree', tree])
  await s.blocked(['push', 'origin', 'blob'])
  await s.blocked(['push', 'origin', 'tree'])
}

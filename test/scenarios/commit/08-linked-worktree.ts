import type { Scenario } from '../harness.ts'

export const title = 'a linked worktree: it has no node_modules of its own'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['worktree', 'add', '-q', '-b', 'side', '../linked'])
  const cwd = s.path('..', 'linked')
  const token = s.secret()
  s.write('../linked/token.js', `const token = "${token}"\n`)
  await s.quiet(['add', '-A'], { cwd })
  await s.blocked(['commit', '-m', 'linked'], { cwd, at: 'token.js:1' })
  await s.blocked(['commit', '-n', '-m', 'linked'], { cwd, at: 'token.js:1' })
  s.edit('../linked/token.js', token, '')
  await s.quiet(['add', '-A'], { cwd })
  await s.passes(['commit', '-m', 'linked'], { cwd })
}

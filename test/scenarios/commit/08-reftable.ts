import type { Scenario } from '../harness.ts'

export const title = 'a repository that keeps its refs in a reftable'

export async function run(s: Scenario): Promise<void> {
  s.needs(2, 45, 'reftable')
  const cwd = await s.repository('reftable', '--ref-format=reftable')
  await s.commitUnseen('first', { cwd })
  s.write('../reftable/token.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'], { cwd })
  await s.blocked(['commit', '-m', 'x'], { cwd, at: 'token.js:1' })
  await s.blocked(['commit', '-nm', 'x'], { cwd, at: 'token.js:1' })
  await s.commitUnseen('dirty', { cwd })
  await s.blocked(['push', s.remote, 'work'], { cwd, at: 'token.js:1' })
}

import type { Scenario } from '../harness.ts'

export const title = 'a repository with SHA-256 object ids'

export async function run(s: Scenario): Promise<void> {
  const cwd = await s.repository('sha256', '--object-format=sha256')
  await s.commitUnseen('first', { cwd })
  s.write('../sha256/token.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'], { cwd })
  await s.blocked(['commit', '-m', 'x'], { cwd, at: 'token.js:1' })
  await s.blocked(['commit', '-nm', 'x'], { cwd, at: 'token.js:1' })
  await s.commitUnseen('dirty', { cwd })
  await s.quiet(['init', '-q', '--bare', '--object-format=sha256', '../other.git'])
  await s.blocked(['push', '../other.git', 'work'], { cwd, at: 'token.js:1' })
}

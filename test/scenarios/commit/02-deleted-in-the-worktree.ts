import type { Scenario } from '../harness.ts'

export const title = 'staged, then the file deleted from disk'

export async function run(s: Scenario): Promise<void> {
  s.write('token.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', 'token.js'])
  s.remove('token.js')
  await s.blocked(['commit', '-m', 'index'], { at: 'token.js:1' })
}

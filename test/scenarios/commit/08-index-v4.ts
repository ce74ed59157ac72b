import type { Scenario } from '../harness.ts'

export const title = 'index version 4'

export async function run(s: Scenario): Promise<void> {
  await s.quiet(['update-index', '--index-version', '4'])
  const token = s.secret()
  s.write('src/token.js', `const token = "${token}"\n`)
  await s.quiet(['add', 'src/token.js'])
  await s.blocked(['commit', '-m', 'x'], { at: 'src/token.js:1' })
  await s.blocked(['commit', '-nm', 'x'], { at: 'src/token.js:1' })
  s.edit('src/token.js', token, '')
  await s.quiet(['add', 'src/token.js'])
  await s.passes(['commit', '-m', 'x'])
}

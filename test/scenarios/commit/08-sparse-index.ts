import type { Scenario } from '../harness.ts'

export const title = 'a sparse checkout with a sparse index'

export async function run(s: Scenario): Promise<void> {
  s.write('docs/a.md', 'a\n')
  s.write('src/a.js', 'a\n')
  await s.commitUnseen()
  await s.quiet(['sparse-checkout', 'set', '--cone', '--sparse-index', 'src', '.portcullis'])
  const token = s.secret()
  s.write('src/token.js', `const token = "${token}"\n`)
  await s.quiet(['add', 'src/token.js'])
  await s.blocked(['commit', '-m', 'x'], { at: 'src/token.js:1' })
  await s.blocked(['commit', '-nm', 'x'], { at: 'src/token.js:1' })
  s.edit('src/token.js', token, '')
  await s.quiet(['add', 'src/token.js'])
  await s.passes(['commit', '-m', 'x'])
}

import type { Scenario } from '../harness.ts'

export const title = 'run from a subdirectory'

export async function run(s: Scenario): Promise<void> {
  s.write('src/deep/a.js', 'export const a = 1\n')
  await s.commitUnseen()
  const cwd = s.path('src', 'deep')
  const token = s.secret()
  s.write('src/deep/a.js', `export const a = "${token}"\n`)
  await s.blocked(['commit', '-m', 'a', 'a.js'], { cwd, at: 'src/deep/a.js:1' })
  await s.blocked(['commit', '-am', 'a'], { cwd, at: 'src/deep/a.js:1' })
  s.write('src/deep/a.js', 'export const a = 2\n')
  await s.passes(['commit', '-am', 'a'], { cwd })
}

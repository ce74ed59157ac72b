import type { Scenario } from '../harness.ts'

export const title = 'a file name with spaces'

export async function run(s: Scenario): Promise<void> {
  const name = 'my dir/my file.js'
  s.write(name, `export const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'my dir/my file.js:1' })
  s.write(name, 'export const token = process.env.TOKEN\n')
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-m', 'a file'])
}

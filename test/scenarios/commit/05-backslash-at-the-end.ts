import type { Scenario } from '../harness.ts'

export const title = 'a file name that ends in a backslash'

export async function run(s: Scenario): Promise<void> {
  const name = 'odd\\'
  s.write(name, `export const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'odd' })
  s.write(name, 'export const token = process.env.TOKEN\n')
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-m', 'a file'])
}

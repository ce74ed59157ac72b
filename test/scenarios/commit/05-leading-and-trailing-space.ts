import type { Scenario } from '../harness.ts'

export const title = 'a file name that starts and ends with a space'

export async function run(s: Scenario): Promise<void> {
  const name = ' a file '
  s.write(name, `export const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'])
  await s.blocked(['commit', '-m', 'a file'], { at: ' a file ' })
  s.write(name, 'export const token = process.env.TOKEN\n')
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-m', 'a file'])
}

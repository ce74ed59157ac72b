import type { Scenario } from '../harness.ts'

export const title = 'a file name with a newline: it must not break the report into two'

export async function run(s: Scenario): Promise<void> {
  const name = 'one\ntwo.js'
  s.write(name, `export const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'])
  const { stderr } = await s.blocked(['commit', '-m', 'a file'], { at: 'two.js' })
  if (/^\s*two\.js/m.test(stderr)) throw new Error('the report breaks the name in two')
  s.write(name, 'export const token = process.env.TOKEN\n')
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-m', 'a file'])
}

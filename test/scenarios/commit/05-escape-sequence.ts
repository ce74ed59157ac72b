import type { Scenario } from '../harness.ts'

export const title =
  'a file name with a terminal escape: it must not reach the terminal raw, and is no name to keep'

export async function run(s: Scenario): Promise<void> {
  const name = 'a\u001b[2Jb.js'
  s.write(name, `export const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'])
  const { stderr } = await s.blocked(['commit', '-m', 'a file'], { at: 'b.js' })
  if (stderr.includes('\u001b[2J')) throw new Error('the escape reaches the terminal')
  s.write(name, 'export const token = process.env.TOKEN\n')
  await s.quiet(['add', '-A'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'b.js', rule: /hidden-unicode\/escape/ })
  await s.quiet(['mv', name, 'ab.js'])
  await s.passes(['commit', '-m', 'a file'])
}

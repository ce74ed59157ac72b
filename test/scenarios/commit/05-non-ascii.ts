import type { Scenario } from '../harness.ts'

export const title = 'a file name beyond ASCII, and one beyond the basic plane'

export async function run(s: Scenario): Promise<void> {
  const name = 'données/ключ-鍵-🔑.js'
  s.write(name, `export const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'données/ключ-鍵-🔑.js:1' })
  s.write(name, 'export const token = process.env.TOKEN\n')
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-m', 'a file'])
}

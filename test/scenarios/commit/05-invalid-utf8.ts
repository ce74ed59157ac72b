import { writeFileSync } from 'node:fs'
import type { Scenario } from '../harness.ts'

export const title = 'a file name that is no valid UTF-8'

export async function run(s: Scenario): Promise<void> {
  const name = Buffer.concat([Buffer.from(s.path('latin-')), Buffer.from([0xe9, 0xff]), Buffer.from('.js')])
  writeFileSync(name, `export const token = "${s.secret()}"\n`)
  await s.quiet(['add', '-A'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'latin-' })
}

import type { Scenario } from '../harness.ts'

export const title = 'hex'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('dump.txt', `port = 1\ntoken = "${Buffer.from(token).toString('hex')}"\n`)
  await s.quiet(['add', 'dump.txt'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'dump.txt:2' })
}

import type { Scenario } from '../harness.ts'

export const title = 'NUL bytes make git call it binary'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('dump.bin', Buffer.from(`\0\0\u0001header\0\ntoken = "${token}"\n\0\0`))
  await s.quiet(['add', 'dump.bin'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'dump.bin' })
}

import type { Scenario } from '../harness.ts'

export const title = 'a byte that is no UTF-8 before the token'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('legacy.php', Buffer.from(`// \u00e9t\u00e9\n$token = "${token}";\n`, 'latin1'))
  await s.quiet(['add', 'legacy.php'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'legacy.php:2' })
}

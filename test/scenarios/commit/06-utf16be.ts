import type { Scenario } from '../harness.ts'

export const title = 'UTF-16 big endian without a byte order mark'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.write('settings.ps1', Buffer.from(`$port = 1\r\n$token = "${token}"\r\n`, 'utf16le').swap16())
  await s.quiet(['add', 'settings.ps1'])
  await s.blocked(['commit', '-m', 'a file'], { at: 'settings.ps1' })
}

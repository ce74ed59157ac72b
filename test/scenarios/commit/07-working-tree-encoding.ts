import { writeFileSync } from 'node:fs'
import type { Scenario } from '../harness.ts'

export const title = '`working-tree-encoding`: UTF-16 on disk, UTF-8 in the blob'

export async function run(s: Scenario): Promise<void> {
  s.write('.gitattributes', '*.ps1 text working-tree-encoding=UTF-16LE-BOM eol=crlf\n')
  const text = `\ufeff$port = 1\r\n$token = "${s.secret()}"\r\n`
  writeFileSync(s.path('settings.ps1'), Buffer.from(text, 'utf16le'))
  await s.quiet(['add', '-A'])
  await s.blocked(['commit', '-m', 'settings'], { at: 'settings.ps1:2' })
}

import { type Dirent, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scenario } from '../harness.ts'

export const title = 'a forged receipt: at most the commit passes, never the push'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', 'clean()\n')
  await s.quiet(['add', 'app.js'])
  const clean = await s.quiet(['write-tree'])
  await s.hook('pre-commit')
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.quiet(['add', 'app.js'])
  const dirty = await s.quiet(['write-tree'])
  for (const file of files(s.path('.git', 'portcullis'))) forge(file, clean, dirty)
  const result = await s.git(['commit', '-n', '-m', 'forged'])
  if (result.code === 0) await s.blocked(['push', 'origin', 'work'], { at: 'app.js:6' })
}

function forge(file: string, clean: string, dirty: string): void {
  const text = readFileSync(file, 'latin1')
  if (!file.includes(clean) && !text.includes(clean)) return
  writeFileSync(file.replace(clean, dirty), text.replaceAll(clean, dirty), 'latin1')
}

function files(dir: string): string[] {
  const path = (entry: Dirent) => join(dir, entry.name)
  const entries = readdirSync(dir, { withFileTypes: true })
  return entries.flatMap(entry =>
    entry.isDirectory() ? files(path(entry)) : entry.isFile() ? [path(entry)] : [],
  )
}

import { chmodSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = 'a staged blob whose object is corrupt: exit 3, and its name'

export async function run(s: Scenario): Promise<void> {
  s.write('broken.js', 'export const a = 1\n')
  await s.quiet(['add', '-A'])
  const id = await s.quiet(['rev-parse', ':broken.js'])
  const object = s.path('.git', 'objects', id.slice(0, 2), id.slice(2))
  chmodSync(object, 0o644)
  writeFileSync(object, 'no zlib stream')
  const result = await s.hook('pre-commit')
  expect(result.code, result.output).toBe(3)
  expect(result.stderr).toMatch(new RegExp(`broken\\.js|${id.slice(0, 7)}`))
  await s.blocked(['commit', '-m', 'x'], { rule: /./ })
}

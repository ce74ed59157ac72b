import { rmSync } from 'node:fs'
import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = 'a staged blob whose object is missing: exit 3, and its name'

export async function run(s: Scenario): Promise<void> {
  s.write('gone.js', 'export const a = 1\n')
  await s.quiet(['add', '-A'])
  const id = await s.quiet(['rev-parse', ':gone.js'])
  rmSync(s.path('.git', 'objects', id.slice(0, 2), id.slice(2)))
  const result = await s.hook('pre-commit')
  expect(result.code, result.output).toBe(3)
  expect(result.stderr).toMatch(new RegExp(`gone\\.js|${id.slice(0, 7)}`))
  await s.blocked(['commit', '-m', 'x'], { rule: /./ })
}

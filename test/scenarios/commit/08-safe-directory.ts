import { chownSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Scenario, Skip } from '../harness.ts'

export const title = 'a repository of another owner: git refuses, and so do we, with its reason'

const SOMEBODY = 12_345

export async function run(s: Scenario): Promise<void> {
  if (process.getuid?.() !== 0) throw new Skip('only root can give a repository to another owner')
  await s.quiet(['clone', '-q', s.dir, '../theirs'])
  const theirs = s.path('..', 'theirs')
  for (const path of [theirs, ...readdirSync(theirs).map(name => join(theirs, name))])
    chownSync(path, SOMEBODY, SOMEBODY)
  const result = await s.portcullis(['scan', theirs])
  expect(result.code, result.output).toBe(3)
  expect(result.stderr).toMatch(/safe\.directory|dubious ownership/)
}

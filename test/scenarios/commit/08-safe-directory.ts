import { expect } from 'vitest'
import type { Scenario } from '../harness.ts'

export const title = 'a repository of another owner: git refuses, and so do we, with its reason'

export async function run(s: Scenario): Promise<void> {
  // git's own switch for testing that refusal without being root.
  const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }
  const result = await s.portcullis(['scan', s.dir], { env })
  expect(result.code, result.output).toBe(3)
  expect(result.stderr).toMatch(/safe\.directory|dubious ownership/)
}

/** A secret cannot be printed by accident, and nothing outside of the detector can ask for it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { Secret } from '../../src/detect/secret.ts'

it('shows nothing of itself however it is printed', () => {
  const secret = new Secret('hunter-two')
  const shown = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true }),
    `${[secret]}`,
  ]
  for (const text of shown) {
    expect(text).toContain('[secret]')
    expect(text).not.toContain('hunter')
  }
})

it('is imported in src/detect alone', () => {
  const root = join(import.meta.dirname, '../../src')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  const importing = files.filter(name => /\/secret\.ts'/.test(readFileSync(join(root, name), 'utf8')))
  expect(importing.length).toBeGreaterThan(0)
  expect(importing.filter(name => !name.startsWith('detect'))).toEqual([])
})

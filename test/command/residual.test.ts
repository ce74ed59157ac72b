import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RESIDUAL } from '../../src/command/residual.ts'
import { allRules } from '../../src/command/rules.ts'
import { judge } from './judge.ts'

const page = readFileSync('docs/command-guard.md', 'utf8')

test('every residual risk is what the guard does, and stands in the documentation with its layer', () => {
  for (const { id, gap, example } of RESIDUAL) {
    if (example) expect(judge(example), example).toEqual({ verdict: 'none', reasons: [] })
    expect(page, id).toContain(`| ${gap} |`)
  }
})

test('every rule stands in the documentation', () => {
  for (const { rule, message } of allRules()) expect(page).toContain(`| \`${rule}\` | ${message}`)
})

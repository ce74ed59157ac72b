/** Every example of every rule through the real engine, both of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import type { EngineName } from '../../src/detect/engine.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { assemblePack, checkRules } from '../../src/detect/pack.ts'
import { expand } from '../../src/detect/template.ts'
import { engines } from './engines.ts'

const RULES = join(import.meta.dirname, '../../rules')

function compiled(engine: EngineName) {
  const names = readdirSync(RULES).filter(name => name.endsWith('.toml'))
  const files = names.map(name => ({
    file: `rules/${name}`,
    parsed: parse(readFileSync(join(RULES, name), 'utf8')),
  }))
  return checkRules(files, engine)
}

for (const engine of engines()) {
  describe(`the built-in rules on the ${engine} engine`, () => {
    const { rules, examples, allowlists } = compiled(engine)
    const pack = assemblePack(rules, allowlists)
    const all = detectorsOf([pack], [], { engine })
    for (const { id, matches, ignores } of examples) {
      const rule = rules.find(one => one.id === id)!
      const alone = detectorsOf([assemblePack([rule], allowlists)], [], { engine })
      it(`${id} finds its examples`, () => {
        matches.forEach((template, index) => {
          const text = expand(template, index + 1)
          const path = rule.path === undefined ? undefined : 'x'
          void path
          expect(
            detect(text, examplePath(rule.path), alone).map(one => one.ruleId),
            template,
          ).toContain(id)
          expect(detect(text, examplePath(rule.path), all).length, template).toBeGreaterThan(0)
        })
      })
      it(`${id} ignores what is none`, () => {
        ignores.forEach((template, index) => {
          const text = expand(template, index + 1)
          expect(
            detect(text, examplePath(rule.path), all).map(one => one.ruleId),
            template,
          ).not.toContain(id)
        })
      })
    }
  })
}

/** A path that a rule's condition accepts, made from the condition itself: only the few shapes that the pack has. */
function examplePath(condition: string | undefined): string | undefined {
  if (condition === undefined) return undefined
  return condition
}

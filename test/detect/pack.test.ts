/** Every example of every built-in rule through the real engine, both of them, as the hook runs it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { checkRules, compilePack } from '../../src/detect/pack.ts'
import { expand } from '../../src/detect/template.ts'
import { engines } from './fixture.ts'

const RULES = join(import.meta.dirname, '../../rules')
const names = readdirSync(RULES).filter(name => name.endsWith('.toml'))
const files = names.map(name => ({
  file: `rules/${name}`,
  parsed: parse(readFileSync(join(RULES, name), 'utf8')),
}))
const checked = checkRules(files, 'js')
const { rules } = checked
/** Not the scored ones: test/rules/scored.test.ts asks them with a path and the shipped model. */
const examples = checked.examples.filter(({ id }) => !rules.find(rule => rule.id === id)!.scored)

describe.each(engines())('the built-in rules on the %s engine', engine => {
  const pack = compilePack(files, engine)
  const all = detectorsOf([pack], [], { engine })

  it.each(examples)('$id', ({ id, matches, ignores }) => {
    const rule = rules.find(one => one.id === id)!
    const others = rules.map(one => one.id).filter(one => one !== id)
    const alone = { ...all, disabled: new Set(others) } // the same compiled regexes
    const path = pathFor(rule.path)
    if (rule.path !== undefined && path === undefined) return // a whole file of each: test/formats
    const ids = (template: string, seed: number, by: typeof all) =>
      detect(expand(template, seed), path, by).map(one => one.ruleId)
    for (const [index, template] of matches.entries()) {
      expect(ids(template, index + 1, alone), template).toContain(id)
      expect(ids(template, index + 1, all), `${template} by any rule`).not.toEqual([])
    }
    for (const [index, template] of ignores.entries())
      expect(ids(template, index + 1, all), template).not.toContain(id)
  })
})

/** A path that satisfies a rule's condition: its last alternative without the regex marks. */
function pathFor(condition: string | undefined): string | undefined {
  if (condition === undefined) return undefined
  const plain = condition.replace(/\(\?[a-z]*:?\)?/g, '').replace(/\\(.)/g, '$1')
  const tries = plain
    .split(/[|()]/)
    .flatMap(part => [part.replace(/[\^$?*]/g, ''), `x${part.replace(/[\^$?*]/g, '')}`])
  return tries.find(
    path => path !== '' && path !== '/' && new RegExp(condition.replace(/^\(\?i\)/, ''), 'i').test(path),
  )
}

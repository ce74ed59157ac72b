/** The generic rules: their examples through the whole detector, with the model that is shipped. */
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { loadDetectors } from '../../src/detect/load.ts'
import { expand } from '../../src/detect/template.ts'
import { readPack } from './pack.ts'

const SEEDS = [1, 2, 3, 5, 8, 13]
const scored = readPack().flatMap(file => file.rules.filter(rule => rule.scored !== undefined))
const detectors = loadDetectors({ engine: 'js' })
const found = (text: string, path: string) => detect(text, path, detectors).map(one => one.ruleId)

/** An address with a password that looks drawn is told by the rule that needs no model. */
const told = (id: string, template: string) =>
  id === 'generic-url-password' && template.includes('⟦[A-Za-z0-9]{14}') ? 'url-password' : id

describe.each(scored.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  it.each(rule.matches)('tells of %s', template => {
    for (const seed of SEEDS)
      for (const path of ['config/app.yml', 'src/app.ts'])
        if (template.includes('"') || path.endsWith('.yml'))
          expect(found(expand(template, seed), path), `${path}, seed ${seed}`).toContain(told(id, template))
  })

  it.each(rule.ignores)('is silent on %s', template => {
    for (const seed of SEEDS)
      expect(found(`first = 1\n${expand(template, seed)}\nlast = 2\n`, 'src/app.ts')).toEqual([])
  })

  it('is silent on its own templates', () => {
    for (const template of [...rule.matches, ...rule.ignores])
      expect(found(template, 'rules/x.toml')).toEqual([])
  })
})

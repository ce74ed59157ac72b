/** One value, found by a rule and known to be kept: one finding, the surer one, which says both. */
import { expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { heldInEnvironment, openHeld } from '../../src/detect/held/held.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { compilePack } from '../../src/detect/pack.ts'
import { expand } from '../../src/detect/template.ts'
import { FILES, token } from '../detect/fixture.ts'

async function found(text: string, env: NodeJS.ProcessEnv, path = 'src/a.ts') {
  const held = openHeld(async () => ({ secrets: heldInEnvironment({ env, ignore: new Set() }), notices: [] }))
  await held.load()
  return detect(text, path, detectorsOf([compilePack(FILES)], [], { held }))
}

it('a rule as sure speaks, and says whose value it is', async () => {
  const all = await found(`use ${token()} here\n`, { ACME_TOKEN: token() })
  expect(all.map(({ ruleId, facts, held }) => ({ ruleId, facts, held }))).toEqual([
    { ruleId: 'acme-token', facts: ['same value as ACME_TOKEN in the environment'], held: true },
  ])
})

it('a generic rule gives way', async () => {
  const value = expand('⟦[a-zA-Z0-9]{24}⟧', 5)
  const all = await found(`token = "${value}"\n`, { ACME_TOKEN: value }, 'test/a.test.ts')
  expect(all.map(({ ruleId, confidence, held }) => ({ ruleId, confidence, held }))).toEqual([
    { ruleId: 'own-secret', confidence: 'high', held: true },
  ])
})

it('another value of the same rule is not marked', async () => {
  const all = await found(`use ${token()} here\n`, { ACME_TOKEN: token(2) })
  expect(all.map(({ ruleId, facts, held }) => ({ ruleId, facts, held }))).toEqual([{ ruleId: 'acme-token' }])
})

it('two values in one base64 piece are two findings, and neither shows the other', async () => {
  const [a, b] = [expand('⟦[a-zA-Z0-9]{24}⟧', 6), expand('⟦[a-zA-Z0-9]{24}⟧', 7)]
  const piece = Buffer.from(`{"first":"${a}","second":"${b}"}`).toString('base64')
  const all = await found(`x ${piece}\n`, { A_TOKEN: a, B_TOKEN: b })
  expect(all.map(({ ruleId }) => ruleId)).toEqual(['own-secret', 'own-secret'])
  for (const { excerpt } of all) expect(excerpt).not.toContain(piece.slice(20, 40))
})

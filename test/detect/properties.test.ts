/** What holds for any text: both engines agree, windows lose nothing, nothing raw gets out, nothing crashes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { buildAutomaton, packAutomaton, unpackAutomaton } from '../../src/detect/automaton.ts'
import { detect } from '../../src/detect/detect.ts'
import { openEngine } from '../../src/detect/engine.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { checkRules, compilePack } from '../../src/detect/pack.ts'
import { precheckOf } from '../../src/detect/precheck.ts'
import { findKeywords } from '../../src/detect/prefilter.ts'
import { expand } from '../../src/detect/template.ts'
import { engines } from './fixture.ts'

const RULES = join(import.meta.dirname, '../../rules')
const names = readdirSync(RULES).filter(name => name.endsWith('.toml'))
const files = names.map(name => ({ file: name, parsed: parse(readFileSync(join(RULES, name), 'utf8')) }))
const { rules, examples } = checkRules(files, 'js')
const pack = compilePack(files, 'js')
const js = detectorsOf([pack], [], { engine: 'js' })

/** A template's text, damaged a little, among other text: near misses as well as hits. */
const texts = fc
  .record({
    seed: fc.integer({ min: 1, max: 1 << 20 }),
    pick: fc.array(fc.nat(examples.length - 1), { minLength: 1, maxLength: 3 }),
    before: fc.string({ unit: 'binary', maxLength: 30 }),
    between: fc.constantFrom('\n', '\r\n', ' ', ';', '', '"', '\n\n  ', 'ß', '😀'),
    cut: fc.nat(40),
  })
  .map(({ seed, pick, before, between, cut }) => {
    const chosen = pick.map((index, turn) => {
      const { matches, ignores } = examples[index]!
      const all = [...matches, ...ignores]
      return expand(all[(seed + turn) % all.length]!, seed + turn)
    })
    return (before + between + chosen.join(between)).slice(cut > 30 ? cut - 30 : 0)
  })

describe('for any text', () => {
  it.runIf(engines().length === 2)('both engines find the same', () => {
    const native = detectorsOf([pack], [], { engine: 'native' })
    fc.assert(
      fc.property(texts, text => {
        expect(detect(text, 'a.txt', native)).toEqual(detect(text, 'a.txt', js))
      }),
      { numRuns: 300 },
    )
  })

  it('a precheck never says no where the rule matches', () => {
    const { compile } = openEngine('js')
    const known = rules.map(({ id, regex }) => ({
      id,
      matcher: compile(`(?m)${regex}`),
      precheck: precheckOf(regex),
    }))
    expect(known.filter(one => one.precheck === null).length).toBeLessThan(rules.length / 20)
    for (const { id, matches, ignores } of examples) {
      const { matcher, precheck } = known.find(one => one.id === id)!
      if (precheck === null) continue
      const pattern = new RegExp(precheck, 'm')
      const all = [...matches, ...ignores].flatMap((template, index) => variants(expand(template, index + 7)))
      for (const text of all)
        if (matcher.find(text, 0)) expect(pattern.test(text), `${id}: ${text}`).toBe(true)
    }
  })

  it('a window finds what the whole text holds', () => {
    const { compile } = openEngine('js')
    const matchers = rules
      .filter(rule => rule.path === undefined)
      .map(rule => ({ rule, matcher: compile(`(?m)${rule.regex}`) }))
    for (const { id, matches } of examples) {
      const one = matchers.find(({ rule }) => rule.id === id)
      if (!one) continue
      const alone = { ...js, disabled: new Set(rules.map(rule => rule.id).filter(other => other !== id)) }
      for (const [index, template] of matches.entries()) {
        const text = `${'filler text\n'.repeat(400)}${expand(template, index + 3)}\n${'more filler; '.repeat(400)}`
        const match = one.matcher.find(text, 4000)
        if (match)
          expect(
            detect(text, undefined, alone).map(found => found.ruleId),
            template,
          ).toContain(id)
      }
    }
  })

  it('nothing of a secret gets out', () => {
    const pieces = fc.record({
      seed: fc.integer({ min: 1, max: 1 << 20 }),
      index: fc.nat(examples.length - 1),
    })
    fc.assert(
      fc.property(pieces, ({ seed, index }) => {
        const { matches } = examples[index]!
        const template = matches[seed % matches.length]!
        const secret = expand(template, seed)
        const out = JSON.stringify(detect(`x\n${secret}\ny`, 'a.txt', js))
        for (const part of randomParts(template, secret)) expect(out, template).not.toContain(part)
      }),
      { numRuns: 500 },
    )
  })

  it('no bytes make it crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), bytes =>
        Array.isArray(detect(Buffer.from(bytes), 'a', js)),
      ),
    )
  })

  it('the automaton finds every occurrence of every keyword, packed and unpacked', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_'), minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', 'B', 'c', '_', 'x'), maxLength: 500 }),
        fc.nat(400),
        (words, tail, times) => {
          const text = 'abc_ '.repeat(times * 60) + tail
          const automaton = unpackAutomaton(packAutomaton(buildAutomaton(words)))
          const hits = findKeywords(automaton, Buffer.from(text))
          const found = Array.from(
            { length: hits.length / 2 },
            (_, i) => `${words[hits[i * 2]!]}@${hits[i * 2 + 1]}`,
          )
          expect(found.sort()).toEqual(occurrences(words, text.toLowerCase()).sort())
        },
      ),
      { numRuns: 40 },
    )
  })
})

function variants(text: string): string[] {
  const cut = text.length >> 1
  return [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    ` ${text}`,
    `${text}é`,
    text.slice(1),
    text.slice(0, -1),
    `${text.slice(0, cut)}\n${text.slice(cut)}`,
    text.replaceAll('\n', '\r\n'),
    text.replaceAll('s', 'ſ'),
  ]
}

/** Six characters and more in a row that the template drew at random, where nothing fixed could hold them too. */
function randomParts(template: string, text: string): string[] {
  if (!/^[^⟦]*⟦\[[^\]]+\]\{\d+\}⟧[^⟦]*$/.test(template)) return []
  const before = template.indexOf('⟦')
  const after = template.length - template.indexOf('⟧') - 1
  const random = text.slice(before, text.length - after)
  return Array.from({ length: Math.max(0, random.length - 7) }, (_, at) => random.slice(at, at + 8))
}

function occurrences(words: string[], text: string): string[] {
  const all: string[] = []
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) all.push(`${word}@${at}`)
  }
  return all
}

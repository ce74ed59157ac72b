/** What a machine tells from bytes: no only where the rule's regex finds nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { openEngine } from '../../src/detect/engine.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { machineOf } from '../../src/detect/machine.ts'
import { checkRules, compilePack } from '../../src/detect/pack.ts'
import { piecesOf, textIn } from '../../src/detect/pieces.ts'
import { precheckOf } from '../../src/detect/precheck.ts'
import { expand } from '../../src/detect/template.ts'
import '../seed.ts'

const RULES = join(import.meta.dirname, '../../rules')
const names = readdirSync(RULES).filter(name => name.endsWith('.toml'))
const files = names.map(name => ({ file: name, parsed: parse(readFileSync(join(RULES, name), 'utf8')) }))
const { rules, examples } = checkRules(files, 'js')
const regexes = rules.flatMap((rule, index) => (rule.scored ? [] : [index]))

function machineFor(regex: string, keywords: string[]) {
  return machineOf(precheckOf(regex)!, keywords)!
}

/** Whether it holds a letter that stands for a `k` or an `s`: there a walk from a keyword is not asked. */
const FOLDED = /[\u212a\u017f]/

describe('a machine', () => {
  const { compile } = openEngine('js')
  const known = new Map<number, ReturnType<typeof made>>()
  function made(index: number) {
    const { regex, keywords } = rules[index]!
    const precheck = precheckOf(regex)
    const machine = precheck === null ? null : machineOf(precheck, keywords)
    return { machine, matcher: compile(`(?m)${regex}`), keywords }
  }

  const texts = fc.record({
    index: fc.constantFrom(...regexes),
    seed: fc.nat(1 << 20),
    before: fc.string({ unit: 'binary', maxLength: 20 }),
    after: fc.constantFrom('', '\n', '"', ' é', '\r\n', "'", '\u017f'),
    cut: fc.nat(60),
    folded: fc.boolean(),
  })

  it('of a built-in rule says yes wherever it matches, and from a keyword of the match on', () => {
    let [within, from] = [0, 0]
    fc.assert(
      fc.property(texts, ({ index, seed, before, after, cut, folded }) => {
        const { matches, ignores } = examples[index]!
        const all = [...matches, ...ignores]
        const written = before + expand(all[seed % all.length]!, seed) + after
        const text = (folded ? written.replace(/k/i, '\u212a') : written).slice(cut > 50 ? cut - 50 : 0)
        if (!known.has(index)) known.set(index, made(index))
        const { machine, matcher, keywords } = known.get(index)!
        const found = machine && matcher.find(text, 0)
        if (!found) return
        for (const bytes of [Buffer.from(text), Buffer.from(text, 'latin1')]) {
          if (/[^\0-\xff]/.test(text) && bytes.length === text.length) continue // Latin-1 cannot say it
          expect(machine.within(bytes, 0, bytes.length), `${rules[index]!.id}: ${text}`).toBe(true)
        }
        within++
        const walk = machine.from()
        if (walk === null || FOLDED.test(text)) return
        const match = text.slice(found[0]!, found[1]!).toLowerCase()
        const starts = Array.from(match).flatMap((_, at) =>
          keywords.some(word => match.startsWith(word, at)) ? [at] : [],
        )
        const places = starts.map(at => Buffer.byteLength(text.slice(0, found[0]! + at)))
        expect(
          places.some(at => walk(Buffer.from(text), at)),
          `${rules[index]!.id}: ${text}`,
        ).toBe(true)
        from++
      }),
      { numRuns: 4000 },
    )
    expect(within).toBeGreaterThan(1200)
    expect(from).toBeGreaterThan(500)
  })

  it('there is one for nearly every rule', () => {
    const none = regexes.filter(index => {
      const precheck = precheckOf(rules[index]!.regex)
      return precheck !== null && machineOf(precheck, rules[index]!.keywords) === null
    })
    expect(none.length).toBeLessThan(regexes.length / 100)
  })

  it('says no behind a keyword that nothing fitting follows', () => {
    const machine = machineFor(String.raw`(?i:password)[ \t]*=[ \t]*"([^"]{6,40})"`, ['password'])
    const walk = machine.from()!
    const told = (text: string) => walk(Buffer.from(text), text.indexOf('pass'))
    expect(told('a password of somebody')).toBe(false)
    expect(told('password = "short"')).toBe(false)
    expect(told(`password = "${'x'.repeat(8)}"`)).toBe(true)
    expect(told(`password = "${'x'.repeat(400)}`)).toBe(true) // too far away to be told
    expect(machine.within(Buffer.from(`user "${'x'.repeat(8)}"`), 0, 15)).toBe(false)
  })

  it('has no walk from a keyword where a match may hold none', () => {
    expect(machineFor('(?:key|name)=[a-z]{4}', ['key']).from()).toBeNull()
    expect(machineFor('(?:key|name)=[a-z]{4}', ['key', 'name']).from()).not.toBeNull()
  })

  it('knows the text that stands in all it matches', () => {
    const told = (regex: string) => textIn(piecesOf(precheckOf(regex)!)!)
    expect(told('(?i:https?)://[a-z]+@host')).toBe('@host')
    expect(told('(?:abc|abd)x{3}')).toBeNull()
    expect(told('(?:ab(?:c))d?')).toBe('abc')
    expect(machineFor('://[a-z]+@', ['://']).within(Buffer.from('://user.name@'), 3, 13)).toBe(false)
  })

  it('reads what a precheck may hold, and nothing else', () => {
    expect(piecesOf('(?:a|\\x09)[^b-d\\x80-\\uffff]{2,3}?\\b$')).not.toBeNull()
    for (const other of ['(a)', 'a)', '[a', '\\d', '(?=a)', '*a']) expect(piecesOf(other), other).toBeNull()
  })
})

describe('a match that is longer than its rule looks around a keyword', () => {
  const rule = {
    id: 'long-block',
    description: 'a block with a beginning and an end',
    regex: '(?:BEGIN BLOCK)([A-Z\\n]{64,})(?:END BLOCK)',
    keywords: ['begin block', 'end block'],
    multiline: true,
    window: 4096,
  }
  const found = detectorsOf(
    [compilePack([{ file: 'a.toml', parsed: { provider: 'A', rules: [rule] } }], 'js')],
    [],
    {},
  )

  it('is found between two keywords, however often they were asked about', () => {
    const text = `${`x\n`.repeat(2000)}BEGIN BLOCK\n${'ABCDEFGHIJKLMNOPQRS\n'.repeat(300)}END BLOCK\n`
    for (let turn = 0; turn < 60; turn++)
      expect(
        detect(text, 'a.txt', found).map(one => one.ruleId),
        `turn ${turn}`,
      ).toEqual(['long-block'])
  })
})

/** The next version of a file: what only a look at the edit must never miss. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { addsNothing, changedSpan } from '../../src/detect/changed.ts'
import { detect } from '../../src/detect/detect.ts'
import { introduced } from '../../src/detect/introduced.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { checkRules, compilePack } from '../../src/detect/pack.ts'
import { expand } from '../../src/detect/template.ts'

const RULES = join(import.meta.dirname, '../../rules')
const names = readdirSync(RULES).filter(name => name.endsWith('.toml'))
const files = names.map(name => ({ file: name, parsed: parse(readFileSync(join(RULES, name), 'utf8')) }))
const { examples } = checkRules(files, 'js')
const js = detectorsOf([compilePack(files, 'js')], [], { engine: 'js' })
const filler = Array.from({ length: 60 }, (_, line) => `line ${line} of something ordinary\n`).join('')

function found(text: string | Buffer) {
  return detect(Buffer.from(text), 'a.txt', js)
}

function says(before: string | Buffer, now: string | Buffer) {
  return addsNothing(Buffer.from(before), Buffer.from(now), 'a.txt', js)
}

function template(id: string): string {
  return expand(examples.find(one => one.id === id)!.matches[0]!, 3)
}

describe('the next version of a clean file', () => {
  it('an ordinary edit adds nothing', () => {
    expect(says(filler, `${filler}one more\n`)).toBe(true)
    expect(says(filler, `first\n${filler}`)).toBe(true)
    expect(says(filler, filler.replace('line 30', 'row 30'))).toBe(true)
    expect(says(filler, filler)).toBe(true)
    expect(says('', filler)).toBe(true)
    expect(says(filler, `${filler}❤ beyond ASCII\n`)).toBe(true)
    expect(says(filler, '')).toBe(true)
  })

  it('a credential that an edit completes is not passed over, whichever character was missing', () => {
    for (const id of ['github-pat', 'private-key', 'generic-password', 'url-password', 'aws-access-key-id']) {
      const one = examples.some(known => known.id === id) ? template(id) : template('github-legacy-token')
      const now = `${filler}${one}\n${filler}`
      for (let at = 0; at < one.length; at += 3) {
        const before = `${filler}${one.slice(0, at)}${one.slice(at + 3)}\n${filler}`
        if (found(before).length === 0) expect(says(before, now), `${id} at ${at}`).toBe(false)
      }
    }
  })

  it('two lines that become one', () => {
    const one = template('generic-password')
    const cut = one.length >> 1
    const before = `${filler}${one.slice(0, cut)}\n${one.slice(cut)}\n${filler}`
    expect(found(before)).toEqual([])
    expect(says(before, `${filler}${one}\n${filler}`)).toBe(false)
  })

  it('a word that makes a token elsewhere in the file count', () => {
    const one = template('discord-bot-token').replace(/^[^"'=:]*[=:]\s*/, '')
    const before = `${filler}value = ${one}\n${filler.repeat(30)}`
    const now = `${before}\n# for the discord bot\n`
    if (found(before).length === 0 && found(now).length > 0) expect(says(before, now)).toBe(false)
  })

  it('another encoding is another text', () => {
    const latin = Buffer.concat([Buffer.from(filler), Buffer.from([0xe9])])
    expect(says(filler, latin)).toBe(false)
  })

  it('whatever is edited, a credential that is new is never passed over, be there old ones or not', () => {
    const piece = fc.record({
      index: fc.nat(examples.length - 1),
      seed: fc.integer({ min: 1, max: 1 << 20 }),
    })
    const edit = fc.record({
      from: fc.nat(1000),
      length: fc.nat(60),
      insert: fc.string({ unit: 'binary', maxLength: 4 }),
    })
    const long = fc.constantFrom('', filler, filler.repeat(12), 'x'.repeat(3000))
    fc.assert(
      fc.property(piece, piece, edit, long, ({ index, seed }, other, { from, length, insert }, between) => {
        const one = expand(examples[index]!.matches[seed % examples[index]!.matches.length]!, seed)
        const two = expand([...examples[other.index]!.ignores, ''][0]!, other.seed)
        const now = `${two}\n${between}${one}\n${between}${two}`
        const at = from % (now.length + 1)
        const near = Math.max(0, now.indexOf(one) + (from % (one.length + 1)) - 20)
        for (const place of [at, near]) {
          const before = now.slice(0, place) + insert + now.slice(place + length)
          if (!says(before, now)) continue
          expect(introduced(found(now), [found(before)]), JSON.stringify(before)).toEqual([])
        }
      }),
      { numRuns: 600 },
    )
  })

  it('beside a credential that stands there an ordinary edit adds nothing; a second one of it, or another, does', () => {
    const one = template('generic-password')
    const file = `${filler}${one}\nport = 8080\n${filler}`
    const edited = file.replace('port = 8080', 'port = 8081')
    expect(found(file)).toHaveLength(1)
    expect(says(file, edited)).toBe(true)
    expect(says(file, file.replace('port = 8080', one))).toBe(false)
    expect(says(file, file.replace(one, `${one.slice(0, -2)}x${one.slice(-2)}`))).toBe(false)
  })

  it('whatever is edited beside credentials that stand there, a new one is never passed over', () => {
    const example = fc.record({
      index: fc.nat(examples.length - 1),
      seed: fc.integer({ min: 1, max: 1 << 20 }),
    })
    const made = ({ index, seed }: { index: number; seed: number }) =>
      expand(examples[index]!.matches[seed % examples[index]!.matches.length]!, seed)
    const plain = fc.constantFrom('', 'x', 'a plain line', 'port = 8080', '# for tests', '"', '}', "it's")
    const added = fc.oneof(plain, plain, example.map(made))
    let sure = 0
    fc.assert(
      fc.property(example, example, added, added, fc.nat(6), fc.boolean(), (a, b, was, is, far, isBehind) => {
        const lines = filler.split('\n').slice(0, far).join('\n')
        const around = (middle: string) =>
          isBehind
            ? `${made(a)}\n${lines}\n${middle}\n${made(b)}\n`
            : `${made(a)}\n${middle}\n${lines}\n${made(b)}\n`
        const [before, now] = [around(was), around(is)]
        if (!says(before, now)) return
        sure += Number(found(now).length > 0)
        expect(introduced(found(now), [found(before)]), JSON.stringify([before, now])).toEqual([])
      }),
      { numRuns: 500 },
    )
    expect(sure).toBeGreaterThan(50)
  })

  it('what changed is what lies between the shared beginning and the shared end', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3000 }),
        fc.nat(3000),
        fc.nat(9),
        (text, at, cut) => {
          const now = Buffer.from(text)
          const before = Buffer.from(text.slice(0, at) + text.slice(at + cut))
          const [start, end] = changedSpan(before, now)
          const middle = before.subarray(start, before.length - (now.length - end))
          expect(Buffer.concat([now.subarray(0, start), middle, now.subarray(end)]).equals(before)).toBe(true)
          expect(end).toBeGreaterThanOrEqual(start)
        },
      ),
    )
  })
})

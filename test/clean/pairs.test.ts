import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePairs, encodePairs, openDraft, openLookup, type Pairs, unite } from '../../src/clean/pairs.ts'

const SALT = Buffer.alloc(16, 7)
const ENTRY = 24

/** Ids that differ in few bytes, the last that count among them: neighbours, shared beginnings and the same ones are common. */
const ID = fc
  .tuple(...[0, 1, 2, 15, 16].map(at => fc.constantFrom(0, 255).map(byte => [at, byte] as const)))
  .map(bytes => {
    const id = Buffer.alloc(20, 5)
    for (const [at, byte] of bytes) id[at] = byte
    return id
  })
const PAIR = fc.tuple(ID, fc.constantFrom('', 'a', 'a/b', 'ä.js', 'b'))
const PAIRS = fc.array(PAIR, { maxLength: 60 })

function entriesOf(pairs: [Buffer, string][], salt = SALT): Buffer {
  const draft = openDraft()
  for (const [id, path] of pairs) draft.add(Buffer.concat([Buffer.from('xx'), id]), 2, path)
  return draft.entries(salt)
}

function fileOf(entries: Buffer): Pairs {
  return { key: Buffer.alloc(32, 1), salt: SALT, held: Buffer.alloc(32, 2), entries }
}

const named = ([id, path]: [Buffer, string]) => `${id.subarray(0, 16).toString('hex')} ${path}`

describe('what is looked up', () => {
  it('is what was put in, and nothing else', () => {
    fc.assert(
      fc.property(PAIRS, PAIRS, (put, asked) => {
        const { has } = openLookup(decodePairs(encodePairs(fileOf(entriesOf(put)))))
        const known = new Set(put.map(named))
        for (const [id, path] of [...put, ...asked])
          expect(has(id, 0, path)).toBe(known.has(named([id, path])))
      }),
    )
  })

  it('is looked up by more than a few bytes: one id after another among many', () => {
    const ids = Array.from({ length: 3000 }, (_, i) => createHash('sha1').update(`${i}`).digest())
    const { has } = openLookup({
      salt: SALT,
      entries: entriesOf(ids.filter((_, i) => i % 2).map(id => [id, 'a'])),
    })
    expect(ids.map(id => has(id, 0, 'a'))).toEqual(ids.map((_, i) => i % 2 === 1))
    expect(ids.some(id => has(id, 0, 'b'))).toBe(false)
  })

  it('depends on the salt: nobody can prepare two paths that look the same', () => {
    const id = Buffer.alloc(20, 9)
    expect(entriesOf([[id, 'a']], Buffer.alloc(16, 8)).equals(entriesOf([[id, 'a']]))).toBe(false)
  })
})

describe('entries', () => {
  it('are sorted, each once; a union of two is that of both', () => {
    fc.assert(
      fc.property(PAIRS, PAIRS, (a, b) => {
        const both = unite(entriesOf(a), entriesOf(b))
        expect(both).toEqual(entriesOf([...b, ...a]))
        const list = Array.from({ length: both.length / ENTRY }, (_, i) =>
          both.subarray(i * ENTRY, (i + 1) * ENTRY).toString('hex'),
        )
        expect(list).toEqual([...new Set(list)].sort())
        expect(list.length).toBe(new Set([...a, ...b].map(named)).size)
      }),
    )
  })

  it('are no more than a bound: the greatest are left out', () => {
    fc.assert(
      fc.property(PAIRS, PAIRS, fc.nat(20), (a, b, most) => {
        expect(unite(entriesOf(a), entriesOf(b), most)).toEqual(
          entriesOf([...a, ...b]).subarray(0, most * ENTRY),
        )
      }),
    )
  })
})

it('a draft takes no more than a file may have', () => {
  const draft = openDraft(2)
  for (let i = 0; i < 4; i++) draft.add(Buffer.alloc(20, i), 0, 'a')
  expect(draft.length).toBe(2)
  expect(draft.entries(SALT).length).toBe(2 * ENTRY)
})

describe('bytes of a file', () => {
  const pairs: [Buffer, string][] = [1, 2, 3].map(i => [Buffer.alloc(20, i), `path ${i}`])
  const bytes = encodePairs(fileOf(entriesOf(pairs)))

  it('say who looked', () => {
    const { key, salt, held } = decodePairs(bytes)
    expect([key, salt, held]).toEqual([Buffer.alloc(32, 1), SALT, Buffer.alloc(32, 2)])
  })

  it('are refused with any bit changed', () => {
    for (let at = 0; at < bytes.length; at++) {
      const other = Buffer.from(bytes)
      other[at]! ^= 1 << (at % 8)
      expect(() => decodePairs(other), `byte ${at}`).toThrow()
    }
  })

  it('are refused cut short or longer', () => {
    for (let end = 0; end < bytes.length; end++)
      expect(() => decodePairs(bytes.subarray(0, end))).toThrow(end < 136 ? 'another file' : 'cut short')
    expect(() => decodePairs(Buffer.concat([bytes, Buffer.alloc(ENTRY)]))).toThrow()
  })
})

/** Shards are ranges of ids that cover everything once, on every machine. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { divisionDigest, inShard, MOST_SHARDS, parseShard } from '../../src/history/shard.ts'

const id = fc.uint8Array({ minLength: 20, maxLength: 20 })
const count = fc.integer({ min: 1, max: MOST_SHARDS })
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
/** Whose an id is, by asking around where its number says; every other shard must say no. */
const nearby = (bytes: Uint8Array, n: number) => {
  const at = Math.floor((Buffer.from(bytes).readUInt32BE(0) / 2 ** 32) * n)
  return [at - 1, at, at + 1, at + 2].filter(index => index >= 1 && index <= n)
}

describe('an id', () => {
  it('is in exactly one shard, as hex and as bytes', () => {
    fc.assert(
      fc.property(id, fc.integer({ min: 1, max: 300 }), (bytes, n) => {
        const all = Array.from({ length: n }, (_, i) => ({ index: i + 1, count: n }))
        const owners = all.filter(shard => inShard(bytes, shard))
        expect(owners).toHaveLength(1)
        expect(all.filter(shard => inShard(hex(bytes), shard))).toEqual(owners)
      }),
    )
  })

  it('is in one shard however many there are', () => {
    fc.assert(
      fc.property(id, count, (bytes, n) => {
        expect(nearby(bytes, n).filter(index => inShard(bytes, { index, count: n }))).toHaveLength(1)
      }),
    )
  })

  it.each([
    ['00000000', 1],
    ['3fffffff', 1],
    ['40000000', 2],
    ['7fffffff', 2],
    ['80000000', 3],
    ['ffffffff', 4],
  ])('%s… is the shard %i of 4: ranges in the order of the ids', (start, index) => {
    expect(inShard(start.padEnd(40, '0'), { index, count: 4 })).toBe(true)
    expect(inShard(start.padEnd(64, 'f'), { index, count: 4 })).toBe(true)
  })
})

describe('--shard', () => {
  it('is I/N', () => {
    expect(parseShard('2/8')).toEqual({ index: 2, count: 8 })
    expect(parseShard('1/1')).toEqual({ index: 1, count: 1 })
  })

  it.each([
    ['', "--shard '' is not I/N"],
    ['2', "--shard '2' is not I/N"],
    ['2/8/9', "--shard '2/8/9' is not I/N"],
    ['-1/8', "--shard '-1/8' is not I/N"],
    ['1.5/8', "--shard '1.5/8' is not I/N"],
    [' 1/8', "--shard ' 1/8' is not I/N"],
    ['1/8\n', "--shard '1/8\n' is not I/N"],
    ['a/b', "--shard 'a/b' is not I/N"],
    ['0/8', "--shard '0/8': shards are counted from 1; to an index from 0 add 1"],
    ['9/8', "--shard '9/8': there is no shard 9 of 8"],
    ['1/0', "--shard '1/0' divides by 0"],
    ['1/1000001', "--shard '1/1000001' asks for more than 1000000 shards"],
  ])('%j is exit 2 and says why', (text, message) => {
    const refused = () => parseShard(text)
    expect(refused).toThrow(UsageError)
    expect(refused).toThrow(message)
  })
})

describe('what was divided', () => {
  const refs = [
    { name: 'refs/heads/a', id: 'a1'.repeat(20) },
    { name: 'refs/heads/b', id: 'b2'.repeat(20) },
  ]
  const commits = ['a1'.repeat(20), 'b2'.repeat(20)]
  const whole = divisionDigest({ refs, commits, judgedBy: ['rules', 'policy'] })

  it('has one digest, whatever order it comes in', () => {
    const turned = {
      refs: [...refs].reverse(),
      commits: [...commits].reverse(),
      judgedBy: ['rules', 'policy'],
    }
    expect(divisionDigest(turned)).toBe(whole)
    expect(whole).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    ['a ref more', { refs: [...refs, { name: 'refs/tags/c', id: commits[0]! }] }],
    ['a ref elsewhere', { refs: [{ name: 'refs/heads/a', id: commits[1]! }, refs[1]!] }],
    ['a ref of another name', { refs: [{ name: 'refs/heads/c', id: commits[0]! }, refs[1]!] }],
    ['a commit less (a shallow clone)', { commits: commits.slice(1) }],
    ['other rules', { judgedBy: ['others', 'policy'] }],
    ['a boundary elsewhere', { judgedBy: ['rules policy', ''] }],
    ['one judge less', { judgedBy: ['rules'] }],
  ])('%s: another one', (_, other) => {
    expect(divisionDigest({ refs, commits, judgedBy: ['rules', 'policy'], ...other })).not.toBe(whole)
  })
})

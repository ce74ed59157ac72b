import { describe, expect, it } from 'vitest'
import { CoverageError } from '../../src/errors.ts'
import { readAhead } from '../../src/inspect/readahead.ts'
import type { Change, ObjectReader } from '../../src/model.ts'

const objects: ObjectReader = {
  read: async id => ({ size: id.length, data: Buffer.from(id) }),
  close: () => {},
}

async function* breaksOffAfter(count: number): AsyncGenerator<Change> {
  for (let n = 0; n < count; n++)
    yield { path: `${n}.txt`, status: 'added', before: [], after: { mode: '100644', id: `blob ${n}` } }
  throw new CoverageError('1 object could not be read')
}

describe('a list of changes that breaks off', () => {
  it.each([0, 1, 47, 48, 49, 200])('gives all %i contents that came before, then the error', async count => {
    const seen: string[] = []
    const reading = async () => {
      for await (const { change } of readAhead(breaksOffAfter(count), objects, 1000, () => true))
        seen.push(change.path)
    }
    await expect(reading()).rejects.toThrow('1 object could not be read')
    expect(seen).toEqual(Array.from({ length: count }, (_, n) => `${n}.txt`))
  })
})

/** What scans found clean spares a large push the search, and nothing else. */
import { describe, expect, it } from 'vitest'
import { expand, loadDetectors } from '../../src/detect/index.ts'
import { inspect } from '../../src/inspect/inspect.ts'
import type { Change, Operation } from '../../src/model.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { NOBODY } from '../git/fixture.ts'

const KEY = `sk_live_${expand('⟦[A-Za-z0-9]{24}⟧', 5)}`
const detectors = loadDetectors()

/** Each of `count` files has the key, and is said to be clean at every even place. */
async function pushed(count: number) {
  let opened = 0
  async function* changes(): AsyncGenerator<Change> {
    for (let n = 0; n < count; n++)
      yield { path: `${n}.txt`, status: 'added', before: [], after: { mode: '100644', id: `blob ${n}` } }
  }
  async function* texts() {}
  const operation: Operation = {
    kind: 'push',
    actor: NOBODY,
    refs: [],
    changes: changes(),
    texts: texts(),
    objects: {
      read: async id => ({ size: 40, data: Buffer.from(`see ${KEY} ${id}`) }),
      close: () => {},
    },
    listed: () => ({ commits: 1, blobs: count }),
    remembered: async () => {
      opened++
      return {
        has: (id, path) => id === `blob ${path.replace('.txt', '')}` && Number.parseInt(path, 10) % 2 === 0,
      }
    },
  }
  const { findings, coverage } = await inspect(operation, compilePolicy([]), detectors)
  return { opened, coverage, found: findings.map(({ path }) => Number.parseInt(path ?? '', 10)) }
}

describe('a push', () => {
  it('of few files does not ask what is remembered', async () => {
    const { opened, found } = await pushed(200)
    expect(opened).toBe(0)
    expect(found.length).toBe(200)
  })

  it('of many asks about those after the first, opens it once, and counts all as looked at', async () => {
    const { opened, found, coverage } = await pushed(300)
    expect(opened).toBe(1)
    expect(found.length).toBe(250)
    expect(found.slice(200)).toEqual(Array.from({ length: 50 }, (_, i) => 201 + 2 * i))
    expect(coverage).toMatchObject({ blobs: 300, unread: [] })
  })
})

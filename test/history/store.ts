/** The steps of the engine on a repository made for a test, one after another in this thread. */
import { loadDetectors } from '../../src/detect/load.ts'
import { type BlobPlaces, readBlobs } from '../../src/history/blobs.ts'
import { readCommits } from '../../src/history/commits.ts'
import { forestOf } from '../../src/history/forest.ts'
import { openMemory } from '../../src/history/memory.ts'
import { orderCommits } from '../../src/history/order.ts'
import { type Placed, placeBlobs } from '../../src/history/paths.ts'
import { portionsOf } from '../../src/history/portions.ts'
import { indexTrees } from '../../src/history/tree-index.ts'
import { readTrees } from '../../src/history/trees.ts'
import { type Store, type Visitor, walkTree } from '../../src/history/walk.ts'
import { openBlocks } from '../../src/pack/blocks.ts'
import { openReader } from '../../src/pack/reader.ts'
import { findObject, hexOf, KINDS, type Kind } from '../../src/pack/table.ts'
import type { TestRepo } from '../git/fixture.ts'
import { tableOf } from '../pack/store.ts'

export function openStore(repo: TestRepo): Store {
  const table = tableOf(repo)
  return {
    table,
    forest: forestOf(table),
    reader: openReader(table),
    memory: openMemory(),
    blocks: openBlocks(table),
  }
}

export function closeStore({ reader, blocks }: Store): void {
  reader.close()
  blocks.close()
}

/** Every object of the kind, along the delta trees. */
export function walkAll<State>(store: Store, kind: Kind, visitor: Visitor<State>): void {
  const { table } = store
  const wanted = Uint8Array.from(table.type, type => Number(KINDS[type] === kind))
  const { roots, needed, starts } = portionsOf(wanted, table)
  for (let i = 0; i < starts.at(-1)!; i++) walkTree(roots[i]!, store, needed, visitor)
}

/** What all refs reach: its commits in order, its trees, and where they place blobs. */
export function readHistory(store: Store, repo: TestRepo) {
  const { table } = store
  const trees = readTrees(table)
  walkAll(store, 'tree', trees.visitor)
  const commits = readCommits(table)
  walkAll(store, 'commit', {
    limit: 1e9,
    visit: (n, content) => commits.add(n, content),
    tooLarge: () => {},
    failed: (_, error) => {
      throw error
    },
  })
  const tips = repo.git('rev-list', '--no-walk', '--all', 'HEAD').split('\n')
  const ends = tips.map(id => findObject(table, id))
  const history = orderCommits(table, [commits.done()], ends, new Set())
  const index = indexTrees(table, [trees.done()])
  return { history, index, placed: placeBlobs(index, history.trees) }
}

/** As bytes in latin1, so that names which are no UTF-8 stay what they are. */
export function nameOf({ paths }: Placed, path: number): string {
  const steps: string[] = []
  for (let at = path; at > 0; at = paths.folder[at]!) steps.push(paths.names[paths.name[at]!]!)
  return steps.reverse().join('/')
}

/** `id path` of every blob, ascending. */
export function pairsOf({ table }: Store, placed: Placed): string[] {
  const pairs: string[] = []
  for (let n = 0; n < table.count; n++)
    for (let at = placed.first[n]!; at < placed.first[n + 1]!; at++)
      pairs.push(`${hexOf(table, n)} ${nameOf(placed, placed.list[at]!)}`)
  return pairs.sort()
}

const detectors = loadDetectors({ engine: 'js' })

/** `id path rule fingerprint` of all credentials; `isWhole`: every blob is looked at as if nothing were known of its base. */
export function foundIn(store: Store, placed: Placed, isWhole: boolean): string[] {
  const { table } = store
  const places: BlobPlaces = {
    pathsOf: n => placed.list.subarray(placed.first[n], placed.first[n + 1]),
    pathName: path => Buffer.from(nameOf(placed, path), 'latin1').toString(),
  }
  const reader = readBlobs(places, detectors, 1e8)
  const { visitor } = reader
  const alone: typeof visitor = {
    ...visitor,
    visit: (n, content, _, isBase) => visitor.visit(n, content, null, isBase),
  }
  walkAll(store, 'blob', isWhole ? alone : visitor)
  const { holders, missed } = reader.done()
  if (missed.length > 0) throw new Error(missed.map(one => one.reason).join())
  const rows = Array.from(holders.blob, (n, i) => {
    return `${hexOf(table, n)} ${nameOf(placed, holders.path[i]!)} ${holders.keys[holders.key[i]!]}`
  })
  return rows.sort()
}

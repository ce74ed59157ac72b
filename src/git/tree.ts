/** What a tree holds that none of its parents does: by reading the trees that differ, without a process of its own. */
import { GitError } from '../errors.ts'
import type { Change, Entry, ObjectId } from '../model.ts'
import { changeOf } from './change.ts'
import { decodePath } from './path.ts'

/** Gives a tree's bytes (`mode name\0` and the id in binary, an entry after another). */
export type ReadTree = (id: ObjectId) => Promise<Buffer>

interface Walk {
  read: ReadTree
  /** bytes of an id: 20 or 32 */
  idBytes: number
  commit?: ObjectId
}

/**
 * The changes from `parents` to `tree` (all of them tree ids): a path counts when it differs from every parent, as `diff-tree -c`
 * has it; without parents all is new. Reads only trees that differ. Throws what `read` throws.
 */
export async function* diffTrees(
  walk: Walk,
  parents: ObjectId[],
  tree: ObjectId | null,
  prefix = '',
): AsyncGenerator<Change> {
  yield* compare(walk, parents, tree, Buffer.from(prefix))
}

type Listing = Map<string, Entry>
const NOTHING: Listing = new Map()

async function* compare(
  walk: Walk,
  parents: (ObjectId | null)[],
  tree: ObjectId | null,
  prefix: Buffer,
): AsyncGenerator<Change> {
  if (parents.includes(tree)) return
  const [now, ...before] = await Promise.all([tree, ...parents].map(id => listing(walk, id)))
  for (const name of namesOf([now!, ...before])) {
    const after = now!.get(name) ?? null
    const befores = before.map(entries => entries.get(name) ?? null)
    if (befores.some(entry => same(entry, after))) continue
    const path = Buffer.concat([prefix, Buffer.from(name, 'latin1')])
    const [leafBefore, leafAfter] = [befores.map(leaf), leaf(after)]
    if ((leafAfter || leafBefore.some(Boolean)) && !leafBefore.some(entry => same(entry, leafAfter))) {
      yield changeOf(decodePath(path), leafBefore, leafAfter, walk.commit)
    }
    const folder = Buffer.concat([path, SLASH])
    yield* compare(walk, befores.map(folderId), folderId(after), folder)
  }
}

const SLASH = Buffer.from('/')

async function listing(walk: Walk, id: ObjectId | null): Promise<Listing> {
  return id === null ? NOTHING : parseTree(await walk.read(id), walk.idBytes)
}

/** Names as latin1 text, a character for a byte: two names that are no UTF-8 must not meet. Modes padded to six digits. */
export function parseTree(data: Buffer, idBytes: number): Listing {
  const entries: Listing = new Map()
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at)
    const nul = data.indexOf(0, space)
    const end = nul + 1 + idBytes
    if (space < 0 || nul < 0 || end > data.length) throw new GitError('a tree object is damaged')
    const mode = data.toString('latin1', at, space).padStart(6, '0')
    entries.set(data.toString('latin1', space + 1, nul), { mode, id: data.toString('hex', nul + 1, end) })
    at = end
  }
  return entries
}

function namesOf(listings: Listing[]): Iterable<string> {
  const [now, ...rest] = listings
  if (rest.every(entries => entries.size === 0)) return now!.keys()
  return new Set(listings.flatMap(entries => [...entries.keys()]))
}

const FOLDER = '040000'

function leaf(entry: Entry | null): Entry | null {
  return entry?.mode === FOLDER ? null : entry
}

function folderId(entry: Entry | null): ObjectId | null {
  return entry?.mode === FOLDER ? entry.id : null
}

function same(a: Entry | null, b: Entry | null): boolean {
  return a === b || (a !== null && b !== null && a.id === b.id && a.mode === b.mode)
}

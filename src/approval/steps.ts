/** What one tree changes of another, by the bytes of its paths: what an approval binds, and nothing else. */
import { GitError } from '../errors.ts'
import type { Objects } from '../git/objects.ts'
import { decodePath } from '../git/path.ts'
import { parseTree } from '../git/tree.ts'
import type { Entry, ObjectId } from '../model.ts'

/** One path's step, before it becomes an entry of a subject. */
export interface Step {
  bytes: Buffer
  /** as findings name it */
  path: string
  before: Entry | null
  after: Entry | null
}

/** Sorted by path bytes. `from` and `to` are commits or trees; `from` null = all is new. Throws GitError when one is missing. */
export async function stepsBetween(objects: Objects, from: ObjectId | null, to: ObjectId): Promise<Step[]> {
  const [before, after] = await Promise.all([
    from === null ? null : treeOf(objects, from),
    treeOf(objects, to),
  ])
  const steps: Step[] = []
  await compare({ objects, steps }, before, after, Buffer.alloc(0))
  return steps.sort((a, b) => Buffer.compare(a.bytes, b.bytes))
}

interface Walk {
  objects: Objects
  steps: Step[]
}

async function treeOf(objects: Objects, id: ObjectId): Promise<ObjectId> {
  const tree = await objects.info(`${id}^{tree}`)
  if (tree) return tree.id
  throw missing(id)
}

function missing(id: ObjectId): GitError {
  const hint = 'check the repository with: git fsck (a commit that was given up may be gone: make it again)'
  return new GitError(`tree ${id} is missing`, { subject: id, hint })
}

async function compare(
  walk: Walk,
  from: ObjectId | null,
  to: ObjectId | null,
  prefix: Buffer,
): Promise<void> {
  if (from === to) return
  const [before, after] = await Promise.all([listing(walk, from), listing(walk, to)])
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name) ?? null, after.get(name) ?? null]
    if (same(was, is)) continue
    const bytes = Buffer.concat([prefix, Buffer.from(name, 'latin1')])
    const step = { bytes, path: decodePath(bytes), before: leaf(was), after: leaf(is) }
    if (!same(step.before, step.after)) walk.steps.push(step)
    await compare(walk, folder(was), folder(is), Buffer.concat([bytes, SLASH]))
  }
}

const SLASH = Buffer.from('/')
const FOLDER = '040000'

async function listing({ objects }: Walk, id: ObjectId | null): Promise<Map<string, Entry>> {
  if (id === null) return new Map()
  const tree = await objects.readObject(id)
  if (tree?.type !== 'tree') throw missing(id)
  return parseTree(tree.data, id.length / 2)
}

function same(a: Entry | null, b: Entry | null): boolean {
  return a === b || (a !== null && b !== null && a.id === b.id && a.mode === b.mode)
}

function leaf(entry: Entry | null): Entry | null {
  return entry?.mode === FOLDER ? null : entry
}

function folder(entry: Entry | null): ObjectId | null {
  return entry?.mode === FOLDER ? entry.id : null
}

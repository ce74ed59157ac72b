/**
 * One delta tree from its root down: each object is put together once, from the one it was made from. What a visit is given lies
 * in memory that is used again: it is valid only during the visit, and its base's content too.
 */
import type { Edit } from '../detect/index.ts'
import { PackError } from '../errors.ts'
import type { Blocks } from '../pack/blocks.ts'
import { AGAIN, Damage, isGone, reasonOf } from '../pack/damage.ts'
import { placeOf } from '../pack/problems.ts'
import type { Reader } from '../pack/reader.ts'
import { hexOf, LOOSE, type ObjectTable } from '../pack/table.ts'
import type { Forest } from './forest.ts'
import { BOTTOM, type Memory, type Placed } from './memory.ts'

/** How an object was made from another one that was visited before. */
export interface Made<State> {
  edit: Edit
  base: Buffer
  /** what the visit of the base gave */
  state: State
}

export interface Visitor<State> {
  /** larger objects are told, and not read */
  limit: number
  /** `made` is null for what stands alone. What it gives is handed to the visits of what is made from it; `isBase`: something is */
  visit(n: number, content: Buffer, made: Made<State> | null, isBase: boolean): State
  tooLarge(n: number, size: number): void
  /** it could not be put together; told of everything that is made from it too */
  failed(n: number, error: Error): void
}

export interface Store {
  table: ObjectTable
  forest: Forest
  reader: Reader
  memory: Memory
  blocks: Blocks
}

interface Frame<State> {
  n: number
  /** null: it does not lie in the memory */
  placed: Placed | null
  state: State
  next: number
  /** where the stack goes on */
  top: number
}

/** Visits the root and all that is needed of what is made from it, parents before children. */
export function walkTree<State>(
  root: number,
  store: Store,
  needed: Uint8Array,
  visitor: Visitor<State>,
): void {
  const { first, children } = store.forest
  const stack: Frame<State>[] = []
  const enter = (n: number, parent: Frame<State> | null) => {
    const frame = visitOne(n, parent, store, visitor)
    if (frame) stack.push(frame)
    else failBelow(n, store, needed, visitor)
  }
  enter(root, null)
  while (stack.length > 0) {
    const frame = stack.at(-1)!
    if (frame.next === first[frame.n + 1]) {
      stack.pop()
      continue
    }
    const child = children[frame.next++]!
    if (needed[child] === 1) enter(child, frame)
  }
}

/** null: it could not be read, and that was told. */
function visitOne<State>(
  n: number,
  parent: Frame<State> | null,
  store: Store,
  visitor: Visitor<State>,
): Frame<State> | null {
  try {
    return visitPlaced(n, parent, store, visitor) ?? visitAlone(n, parent, store, visitor)
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    visitor.failed(n, error)
    return null
  }
}

/** In the memory; null where that has no room for it, or its base is not in it. */
function visitPlaced<State>(
  n: number,
  parent: Frame<State> | null,
  store: Store,
  visitor: Visitor<State>,
): Frame<State> | null {
  const { table, memory } = store
  if (table.place[n] === LOOSE || table.fault[n] !== 0) return null
  if (parent ? !parent.placed : table.base[n]! >= 0) return null
  const below = parent ? parent.top : BOTTOM
  const entry = inflateEntry(n, below, store)
  if (!entry) return null
  const made = parent
    ? applyEntry(n, entry, parent.placed!, store, visitor.limit)
    : { placed: entry, edit: null }
  if (!made) return null
  const { placed, edit } = made
  if (placed.length > visitor.limit) return null
  const before = parent && edit ? { edit, base: memory.view(parent.placed!), state: parent.state } : null
  const { first } = store.forest
  const state = visitor.visit(n, memory.view(placed), before, first[n + 1]! > first[n]!)
  return { n, placed, state, next: first[n]!, top: placed.at + placed.length }
}

/** By itself, for what is loose, broken or too large for the memory; what is made from it is read so too. */
function visitAlone<State>(
  n: number,
  parent: Frame<State> | null,
  store: Store,
  visitor: Visitor<State>,
): Frame<State> {
  const { size, data } = store.reader.read(n, visitor.limit)
  const frame = { n, placed: null, next: store.forest.first[n]!, top: parent?.top ?? BOTTOM }
  if (data) return { ...frame, state: visitor.visit(n, data, null, false) }
  visitor.tooLarge(n, size)
  return { ...frame, state: undefined as State }
}

function inflateEntry(n: number, below: number, { table, memory, blocks }: Store): Placed | null {
  const { header, offset, place, size, stored } = table
  const source = memory.place(below, stored[n]! - header[n]!)
  const entry = source && memory.place(source.at + source.length, size[n]!)
  if (!entry) return null
  named(n, table, () => {
    blocks.readInto(place[n]!, offset[n]! + header[n]!, memory.bytes(), source.at, source.length)
    memory.inflate(source, entry)
  })
  return entry
}

/** null: the memory has no room for what it gives. */
function applyEntry(
  n: number,
  delta: Placed,
  base: Placed,
  { table, memory }: Store,
  limit: number,
): { placed: Placed; edit: Edit | null } | null {
  return named(n, table, () => {
    const size = memory.resultSize(delta)
    const placed = size > limit ? null : memory.place(delta.at + delta.length, size)
    return placed && { placed, edit: memory.apply(delta, base, placed) }
  })
}

function named<T>(n: number, table: ObjectTable, use: () => T): T {
  try {
    return use()
  } catch (error) {
    const id = hexOf(table, n)
    throw new PackError(`object ${id} could not be read (${placeOf(table, n)}): ${whyOf(error)}`, {
      subject: id,
      ...(isGone(error) && { hint: AGAIN }),
    })
  }
}

/** The kernel's own words go on from the object's name. */
function whyOf(error: unknown): string {
  const isFile = error instanceof Damage || (error as NodeJS.ErrnoException).code !== undefined
  return isFile ? reasonOf(error) : `it ${error instanceof Error ? error.message : String(error)}`
}

/** Everything that is made from it cannot be read either. */
function failBelow<State>(root: number, store: Store, needed: Uint8Array, visitor: Visitor<State>): void {
  const { first, children } = store.forest
  const below = [root]
  for (const n of below)
    for (let at = first[n]!; at < first[n + 1]!; at++) {
      const child = children[at]!
      if (needed[child] !== 1) continue
      visitOne(child, null, store, visitor)
      below.push(child)
    }
}

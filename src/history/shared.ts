/** What the threads that look at one history share: columns in common memory, and messages. */
import type { ObjectTable } from '../pack/table.ts'
import type { Answered, Asked } from './again.ts'
import type { Holders, Missed } from './blobs.ts'
import type { Commits } from './commits.ts'
import type { Forest } from './forest.ts'
import type { TreeChanges } from './trees.ts'
import type { Spoken } from './words.ts'

/** Given to a thread before its first stage. */
export interface Shared {
  table: ObjectTable
  forest: Forest
  /** bytes of one blob; larger ones are told and not looked at */
  limit: number
  counters: Int32Array
}

/** Places in `counters`. */
export const NEXT = 0
export const STOPPED = 1
/** objects that this stage is through with */
export const DONE = 2
export const COUNTERS = 4

/** Delta trees in portions: those of portion i are roots[starts[i]] to roots[starts[i + 1]]; taken by whoever is free. */
export interface Portions {
  roots: Int32Array
  starts: Int32Array
  /** by object: 1 where it has to be put together */
  needed: Uint8Array
}

/** Where blobs lie. Paths are numbers; their names lie one behind the other in `text`, in UTF-8. */
export interface Places {
  /** paths to look at of blob n: those from first[n] to first[n + 1] of `list` */
  first: Int32Array
  list: Int32Array
  text: Uint8Array
  ends: Int32Array
}

export type Stage =
  | { kind: 'trees'; portions: Portions }
  | { kind: 'commits'; portions: Portions }
  | { kind: 'blobs'; portions: Portions; places: Places }
  | { kind: 'contents'; asked: Asked; places: Places }

export interface Results {
  trees: TreeChanges
  commits: { commits: Commits; spoken: Spoken[]; failed: { n: number; reason: string }[] }
  blobs: { holders: Holders; missed: Missed[]; whole: Int32Array; blobs: number; bytes: number }
  contents: Answered[]
}

/** Which blobs are to be looked at, and under which paths: without what the policy leaves out, and for a shard its part. */
import { decodePath } from '../git/path.ts'
import type { Shard, Skipped } from '../model.ts'
import type { ObjectTable } from '../pack/table.ts'
import type { Policy } from '../policy/types.ts'
import type { Paths, Placed } from './paths.ts'
import { inShard } from './shard.ts'
import type { Places } from './shared.ts'

export interface Chosen {
  places: Places
  /** by object: 1 where a blob has a path that is to be looked at */
  wanted: Uint8Array
  /** how many blobs of the history are this run's, looked at or left out */
  blobs: number
  /** how many of them are known to hold nothing, at all their paths that are to be looked at */
  remembered: number
  skipped: Skipped[]
  pathName(path: number): string
}

export interface Choice {
  policy: Policy
  shard: Shard | undefined
  /** blobs that a ref names without a tree: the ref stands for a path */
  loose: { ref: string; n: number }[]
  /** true: known to hold nothing there */
  isKnown(n: number, path: string): boolean
}

export function choose(table: ObjectTable, placed: Placed, choice: Choice): Chosen {
  const { policy, shard } = choice
  const extra = choice.loose.map(({ ref, n }, index) => ({
    n,
    path: placed.paths.name.length + index,
    name: ref,
  }))
  const { names, skips } = readNames(
    placed.paths,
    extra.map(one => one.name),
    policy,
  )
  const loose = new Map<number, number[]>()
  for (const { n, path } of extra) loose.set(n, [...(loose.get(n) ?? []), path])
  const first = shared(table.count + 1)
  const list = shared(placed.list.length + extra.length)
  const wanted = new Uint8Array(table.count)
  const left = new Set<number>()
  let blobs = 0
  let known = 0
  let remembered = 0
  let length = 0
  for (let n = 0; n < table.count; n++) {
    first[n] = length
    const start = placed.first[n]!
    const end = placed.first[n + 1]!
    const added = loose.get(n)
    if ((start === end && !added) || !isOurs(n)) continue
    blobs++
    known = 0
    for (let at = start; at < end; at++) take(n, placed.list[at]!)
    for (const path of added ?? []) take(n, path)
    if (length > first[n]!) wanted[n] = 1
    else if (known > 0) remembered++
  }
  first[table.count] = length
  const skipped = [...left]
    .sort((a, b) => a - b)
    .map((path): Skipped => ({ path: names[path]!, reason: skips.get(path)! }))
  const places = { first, list, ...textOf(names) }
  return { places, wanted, blobs, remembered, skipped, pathName: path => names[path]! }

  function take(n: number, path: number): void {
    if (skips.has(path)) left.add(path)
    else if (choice.isKnown(n, names[path]!)) known++
    else list[length++] = path
  }

  function isOurs(n: number): boolean {
    const at = n * table.hashBytes
    return shard === undefined || inShard(table.ids.subarray(at, at + 4), shard)
  }
}

/** Whole names of all paths; and why the policy leaves some of them out. */
function readNames(
  paths: Paths,
  more: string[],
  policy: Policy,
): { names: string[]; skips: Map<number, string> } {
  const bytes: string[] = ['']
  for (let path = 1; path < paths.name.length; path++) {
    const folder = bytes[paths.folder[path]!]!
    const name = paths.names[paths.name[path]!]!
    bytes.push(folder === '' ? name : `${folder}/${name}`)
  }
  const names = [...bytes.map(name => decodePath(Buffer.from(name, 'latin1'))), ...more]
  const skips = new Map<number, string>()
  names.forEach((name, path) => {
    const skip = policy.skipFor(name)
    if (skip) skips.set(path, `${skip.id}: ${skip.reason}`)
  })
  return { names, skips }
}

function textOf(names: string[]): Pick<Places, 'text' | 'ends'> {
  const all = names.map(name => Buffer.from(name, 'utf8'))
  const ends = shared(names.length)
  let length = 0
  all.forEach((bytes, path) => {
    length += bytes.length
    ends[path] = length
  })
  const text = new Uint8Array(new SharedArrayBuffer(Math.max(1, length)))
  all.forEach((bytes, path) => {
    text.set(bytes, ends[path]! - bytes.length)
  })
  return { text, ends }
}

function shared(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Math.max(1, length) * 4))
}

/**
 * One history, divided over machines by nothing but object ids: every machine cuts it in the same places, whatever its
 * packs look like and in whatever order it reads.
 */
import { createHash } from 'node:crypto'
import { UsageError } from '../errors.ts'
import type { ObjectId, Shard } from '../model.ts'

/** More shards than anyone has machines; the arithmetic below is exact up to 2^21. */
export const MOST_SHARDS = 1_000_000

const EXAMPLE = 'write I/N, counted from 1: portcullis scan --shard 1/8'

/** `2/8` as given to `--shard`. Throws UsageError for anything that names no shard. */
export function parseShard(text: string): Shard {
  const parts = /^(\d{1,7})\/(\d{1,7})$/.exec(text)
  if (!parts) throw unusable(`'${text}' is not I/N`)
  const [index, count] = [Number(parts[1]), Number(parts[2])]
  if (count === 0) throw unusable(`'${text}' divides by 0`)
  if (count > MOST_SHARDS) throw unusable(`'${text}' asks for more than ${MOST_SHARDS} shards`)
  // an index of a queue or a Kubernetes Job begins at 0
  if (index === 0) throw unusable(`'${text}': shards are counted from 1; to an index from 0 add 1`)
  if (index > count) throw unusable(`'${text}': there is no shard ${index} of ${count}`)
  return { index, count }
}

function unusable(what: string): UsageError {
  return new UsageError(`--shard ${what}`, { hint: EXAMPLE })
}

/**
 * Whether this object is the shard's to look at. The first four bytes of the id decide, as a number scaled to the count: each shard
 * is one range of ids, and the ranges cover all without a gap or an overlap.
 */
export function inShard(id: ObjectId | Uint8Array, { index, count }: Shard): boolean {
  return Math.floor((leading(id) * count) / 2 ** 32) + 1 === index
}

function leading(id: ObjectId | Uint8Array): number {
  if (typeof id === 'string') return Number.parseInt(id.slice(0, 8), 16)
  return id[0]! * 2 ** 24 + ((id[1]! << 16) | (id[2]! << 8) | id[3]!)
}

/** What has to be the same on every machine for their shards to be parts of one whole. */
export interface Divided {
  refs: Iterable<{ name: string; id: ObjectId }>
  /** every commit that is reached: a shallow clone and a HEAD of its own reach others with the same refs */
  commits: Iterable<ObjectId>
  /** rules, policy, key: which eyes look */
  judgedBy: readonly string[]
}

/** One digest (hex) over all of it, in whatever order it comes. */
export function divisionDigest({ refs, commits, judgedBy }: Divided): string {
  const names = [...refs].map(({ name, id }) => `${id} ${name}`).sort()
  const hash = createHash('sha256')
  for (const list of [names, [...commits].sort(), judgedBy]) {
    hash.update(`${list.length}\n`)
    for (const one of list) hash.update(`${Buffer.byteLength(one)} ${one}\n`)
  }
  return hash.digest('hex')
}

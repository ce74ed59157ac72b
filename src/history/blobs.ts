/** Blobs along their delta trees → which credentials each of them holds, under each of its paths. */
import {
  type Detectors,
  type Gap,
  type Located,
  lookEdited,
  lookWhole,
  type Traced,
} from '../detect/index.ts'
import { CoverageError, withHint } from '../errors.ts'
import { openColumn } from './columns.ts'
import { openNames } from './names.ts'
import type { Made, Visitor } from './walk.ts'

/** Rows: blob n holds, at a path, the credential `keys[key]`. */
export interface Holders {
  blob: Int32Array
  path: Int32Array
  key: Int32Array
  /** `ruleId fingerprint` */
  keys: string[]
}

/** A blob, or something in it, that was not looked at. */
export interface Missed {
  n: number
  path: number
  gaps?: Gap[]
  reason?: string
  /** larger than the limit: its size */
  size?: number
}

export interface BlobReader {
  visitor: Visitor<Traced | null>
  /** contents looked at, and their bytes */
  seen(): { blobs: number; bytes: number }
  /** `whole`: blobs that it is through with, at all their paths */
  done(): { holders: Holders; missed: Missed[]; whole: Int32Array }
}

export interface BlobPlaces {
  /** paths of blob n that are to be looked at */
  pathsOf(n: number): Int32Array
  /** a path by its number */
  pathName(path: number): string
}

export function readBlobs(places: BlobPlaces, detectors: Detectors, limit: number): BlobReader {
  const blob = openColumn()
  const path = openColumn()
  const key = openColumn()
  const keys = openNames()
  const missed: Missed[] = []
  const whole = openColumn()
  let blobs = 0
  let bytes = 0

  function visit(n: number, content: Buffer, made: Made<Traced | null> | null): Traced | null {
    const numbers = places.pathsOf(n)
    if (numbers.length === 0) return null
    blobs++
    bytes += content.length
    const names = Array.from(numbers, places.pathName)
    try {
      const seen = made?.state
        ? lookEdited(content, made.edit, made.state, names, detectors)
        : lookWhole(content, names, detectors)
      names.forEach((name, i) => {
        note(n, numbers[i]!, seen.found.get(name) ?? [])
        const gaps = seen.gaps.get(name)
        if (gaps) missed.push({ n, path: numbers[i]!, gaps })
      })
      whole.push(n)
      return seen.traced
    } catch (error) {
      miss(n, reasonOf(error))
      return null
    }
  }

  function note(n: number, place: number, found: Located[]): void {
    if (found.length === 0) return
    const known = new Set<string>()
    for (const { ruleId, fingerprint } of found) {
      const name = `${ruleId} ${fingerprint}`
      if (known.size === known.add(name).size) continue
      blob.push(n)
      path.push(place)
      key.push(keys.number(name))
    }
  }

  function miss(n: number, reason: string): void {
    for (const place of places.pathsOf(n)) missed.push({ n, path: place, reason })
  }

  return {
    visitor: {
      limit,
      visit,
      tooLarge(n, size) {
        for (const place of places.pathsOf(n)) missed.push({ n, path: place, size })
      },
      failed: (n, error) => miss(n, withHint(error)),
    },
    seen: () => ({ blobs, bytes }),
    done: () => ({
      holders: { blob: blob.done(), path: path.done(), key: key.done(), keys: keys.list },
      missed,
      whole: whole.done(),
    }),
  }
}

/** Throws what is no matter of this one content. */
function reasonOf(error: unknown): string {
  if (error instanceof CoverageError) return withHint(error)
  if (error instanceof RangeError || (error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG')
    return 'is too much for Node to search'
  throw error
}

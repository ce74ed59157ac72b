/** Reads objects by their number in the table: one reader for each thread. */
import { PackError } from '../errors.ts'
import { buildTable } from './build.ts'
import { BaseCache } from './cache.ts'
import { AGAIN, Damage, isGone, reasonOf } from './damage.ts'
import { applyDelta, deltaSizes } from './delta.ts'
import { FAULTS } from './faults.ts'
import { PackFiles } from './files.ts'
import { inflate, inflateHead } from './inflate.ts'
import { loosePath } from './loose.ts'
import { readAt, withFile } from './pack-file.ts'
import { placeOf } from './problems.ts'
import { findObject, hexOf, LOOSE, NO_BASE, type ObjectTable } from './table.ts'

export interface Sized {
  size: number
  /** null: larger than the limit */
  data: Buffer | null
}

/** Every method throws PackError: pack or file, offset, object, and what is wrong. Bytes given out must not be changed. */
export interface Reader {
  /** The entry as stored: an object, or the delta that `base` says it is. */
  readEntry(n: number): Buffer
  /** The whole object. */
  read(n: number): Buffer
  /** The whole object, built only when it is not larger than `limit`. */
  read(n: number, limit: number): Sized
  /** Closes the packs; whoever reads again opens them again. */
  close(): void
}

/** Nothing larger is built: git itself stores no deltas of files over 512 MiB (core.bigFileThreshold). */
const LARGEST = 2 ** 30
const CACHE = 32 << 20
/** The sizes at the start of a delta are in its first bytes, whatever its codes. */
const PEEK = 512

/** A reader of the table's objects; `cacheBytes` bounds what it keeps of delta bases. */
export function openReader(table: ObjectTable, cacheBytes = CACHE): Reader {
  return new ObjectReader(table, cacheBytes)
}

class ObjectReader implements Reader {
  readonly #table: ObjectTable
  readonly #files: PackFiles
  readonly #cache: BaseCache
  /** of the store as it was when a loose object was gone */
  #later: ObjectReader | undefined

  constructor(table: ObjectTable, cacheBytes: number) {
    this.#table = table
    this.#files = new PackFiles(table)
    this.#cache = new BaseCache(cacheBytes)
  }

  readEntry(n: number): Buffer {
    return this.#named(n, () => this.#inflate(n))
  }

  read(n: number): Buffer
  read(n: number, limit: number): Sized
  read(n: number, limit?: number): Buffer | Sized {
    if (limit === undefined) return this.#build(n)
    const size = this.#named(n, () => this.#sizeOf(n))
    return { size, data: size > limit ? null : this.#build(n) }
  }

  close(): void {
    this.#files.close()
    this.#later?.close()
    this.#cache.clear()
  }

  #build(n: number): Buffer {
    return this.#cache.get(n) ?? this.#buildChain(this.#chainOf(n))
  }

  /** The object and the bases it is stored against, as far as one that is at hand or whole. */
  #chainOf(n: number): number[] {
    const chain: number[] = []
    for (let at = n; at !== NO_BASE; at = this.#table.base[at]!) {
      chain.push(at)
      this.#named(at, () => this.#check(at))
      if (chain.length > 1 && this.#cache.get(at)) break
    }
    return chain
  }

  #buildChain(chain: number[]): Buffer {
    const root = chain.pop()!
    let object = this.#cache.get(root) ?? this.readEntry(root)
    this.#cache.add(root, object)
    while (chain.length > 0) {
      const n = chain.pop()!
      const base = object
      object = this.#named(n, () => this.#apply(n, base))
      this.#cache.add(n, object)
    }
    return object
  }

  #apply(n: number, base: Buffer): Buffer {
    const delta = this.#inflate(n)
    const { result } = deltaSizes(delta)
    if (result > LARGEST) throw new Damage(`its delta gives ${result} bytes, more than can be built`)
    return applyDelta(delta, base)
  }

  /** Size of the whole object; of a delta it is known from its first bytes. */
  #sizeOf(n: number): number {
    const { base, size, offset, header, stored } = this.#table
    this.#check(n)
    if (base[n] === NO_BASE) return size[n]!
    const cached = this.#cache.get(n)
    if (cached) return cached.length
    const length = Math.min(stored[n]! - header[n]!, PEEK)
    const piece = this.#files.read(this.#table.place[n]!, offset[n]! + header[n]!, length)
    return deltaSizes(inflateHead(piece)).result
  }

  #inflate(n: number): Buffer {
    const { place, offset, header, size, stored } = this.#table
    this.#check(n)
    if (Math.max(size[n]!, stored[n]!) > LARGEST)
      throw new Damage(`it has ${size[n]} bytes, more than can be read`)
    if (place[n] === LOOSE) return this.#readLoose(n)
    const source = this.#files.read(place[n]!, offset[n]! + header[n]!, stored[n]! - header[n]!)
    return inflate(source, size[n]!)
  }

  #readLoose(n: number): Buffer {
    const { looseDirs, offset, stored, size, header } = this.#table
    const path = loosePath(looseDirs[offset[n]!]!, hexOf(this.#table, n))
    try {
      const source = withFile(path, fd => readAt(fd, 0, stored[n]!))
      return inflate(source, size[n]! + header[n]!).subarray(header[n])
    } catch (error) {
      const moved = isGone(error) ? this.#readMoved(n) : null
      if (moved === null) throw error
      return moved
    }
  }

  /** git packs loose objects and then removes them; null: this one was thrown away. */
  #readMoved(n: number): Buffer | null {
    const { looseDirs: folders, hashBytes } = this.#table
    this.#later ??= new ObjectReader(buildTable({ folders, hashBytes }), CACHE)
    const at = findObject(this.#later.#table, hexOf(this.#table, n))
    return at < 0 ? null : this.#later.read(at)
  }

  #check(n: number): void {
    const fault = this.#table.fault[n]!
    if (fault !== 0) throw new Damage(FAULTS[fault]!)
  }

  /** Adds to whatever goes wrong which object it was and where it is stored. */
  #named<T>(n: number, use: () => T): T {
    try {
      return use()
    } catch (error) {
      const id = hexOf(this.#table, n)
      const hint = isGone(error) ? { hint: AGAIN } : {}
      const message = `object ${id} could not be read (${placeOf(this.#table, n)}): ${reasonOf(error)}`
      throw new PackError(message, { subject: id, cause: error, ...hint })
    }
  }
}

/**
 * The inner loops of reading packs, in WebAssembly (assembly/, compiled by scripts/build-kernel.js). They work on
 * addresses in a memory of the caller's, so that other modules can work on what they leave there.
 *
 * Both sources and results may be read or overwritten up to SLACK bytes past their ends: leave that much room behind
 * each, inside the memory. What lies there is never believed. The module keeps its tables from 256 to FREE_FROM; they
 * are one for each memory, so a memory has one kernel. The memory may grow.
 */
import { readFileSync } from 'node:fs'
import { PortcullisError } from '../../errors.ts'

/** The first address that is the caller's; those below 256 are its own too (FREE_FROM of assembly/layout.ts). */
export const FREE_FROM = 32768
/** How far past an end the kernel may read or write. */
export const SLACK = 32

export interface Kernel {
  /**
   * A zlib stream of exactly `dstLength` bytes, its header and sum checked. Hands back how many bytes of the source it
   * took; below 0: an error (`inflateFault`), and what is at `dst` means nothing.
   */
  inflate(src: number, srcLength: number, dst: number, dstLength: number): number
  /**
   * A git delta and its base to the object. At `segments` it writes which bytes are the base's: three u32 each (where
   * in the object, where in the base, how many), joined where one goes on with the other. Hands back how many; below
   * 0: an error (`deltaFault`).
   */
  apply(
    delta: number,
    deltaLength: number,
    base: number,
    baseLength: number,
    dst: number,
    dstCapacity: number,
    segments: number,
    maxSegments: number,
  ): number
  /** Writes the sizes of a delta's base and result to `out`, a u32 each; hands back how many bytes they take, or -1. */
  deltaSizes(delta: number, deltaLength: number, out: number): number
}

/** `apply` had no room for its segments: try again with more. No other error goes away. */
export const MANY_SEGMENTS = -5

/** What `inflate` found, as it stands in a sentence. */
export function inflateFault(code: number): string {
  return INFLATE_FAULTS[code] ?? `inflate failed (${code})`
}

const INFLATE_FAULTS: Record<number, string> = {
  '-1': 'is no valid zlib stream',
  '-2': 'ends before its zlib stream does',
  '-3': 'does not inflate to the size it states',
  '-4': 'does not match its Adler-32 sum',
}

/** What `apply` or `deltaSizes` found. */
export function deltaFault(code: number): string {
  return DELTA_FAULTS[code] ?? `apply failed (${code})`
}

const DELTA_FAULTS: Record<number, string> = {
  '-1': 'is no valid delta',
  '-2': 'is a delta for a base of another size',
  '-3': 'does not make an object of the size it states',
  '-5': 'has more copies than there was room for',
}

/** Not among the ES2023 types, and the DOM's would bring a browser along. */
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum?: number }) => KernelMemory
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
}

/** A WebAssembly.Memory. `buffer` is another one after `grow`. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer
  /** by so many pages of 64 KB */
  grow(pages: number): number
}

/** At least so many bytes. Pages that nobody touches cost nothing. */
export function makeMemory(bytes: number): KernelMemory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) })
}

/** Whether there is WebAssembly: not where it is switched off (`--jitless`). */
export function hasKernel(): boolean {
  return typeof WebAssembly !== 'undefined'
}

let compiled: object | undefined

/** Compiled once a thread. Throws PortcullisError exit 3 when dist/kernel.wasm cannot be read. */
export function openKernel(memory: KernelMemory): Kernel {
  compiled ??= new WebAssembly.Module(readKernel())
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as Kernel
}

/** The bundle lies in dist/ or dist/chunks/, the sources in src/pack/kernel/. */
const PLACES = ['./', '../', '../../../dist/']
const NAME = 'kernel.wasm'

function readKernel(): Buffer {
  for (const place of PLACES) {
    try {
      return readFileSync(new URL(place + NAME, import.meta.url))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(error)
    }
  }
  throw unreadable(undefined)
}

function unreadable(cause: unknown): PortcullisError {
  const hint = 'install portcullis again; in a checkout of its own run "npm run build"'
  return new PortcullisError(3, `the pack reader cannot be read: "${NAME}"`, { subject: NAME, hint, cause })
}

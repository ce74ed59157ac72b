/** Names numbered in the order they come, as latin1 text: a character for a byte, so that two names that are no UTF-8 stay two. */
import { grown } from './columns.ts'

export interface Names {
  list: string[]
  number(name: string): number
}

export function openNames(list: string[] = []): Names {
  const numbers = new Map(list.map((name, index) => [name, index]))
  return {
    list,
    number(name) {
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, list.length)
      return list.push(name) - 1
    },
  }
}

export interface ByteNames {
  /** the name that lies in bytes[start, end) */
  number(bytes: Buffer, start: number, end: number): number
  /** the name from `start` up to the next NUL, and afterwards `end()` is where that stands; -1: there is none */
  numberToNul(bytes: Buffer, start: number): number
  end(): number
  list(): string[]
}

/** FNV-1a */
const FNV = 0x811c9dc5 | 0
const PRIME = 0x01000193

/** The same for names within bytes: of millions only those that are new become strings. */
export function openByteNames(): ByteNames {
  const list: string[] = []
  let slots = new Int32Array(1 << 12) // number + 1; open addressing
  let hashes = new Int32Array(1 << 10) // by number

  let nul = 0

  function number(bytes: Buffer, start: number, end: number): number {
    let hash = FNV
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, PRIME)
    return numberOf(bytes, start, end, hash)
  }

  function numberToNul(bytes: Buffer, start: number): number {
    let hash = FNV
    let at = start
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (byte === 0) break
      hash = Math.imul(hash ^ byte, PRIME)
    }
    nul = at
    return at < bytes.length ? numberOf(bytes, start, at, hash) : -1
  }

  function numberOf(bytes: Buffer, start: number, end: number, hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & (slots.length - 1)
    for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      const known = slots[slot]! - 1
      if (hashes[known] === hash && isSame(list[known]!, bytes, start, end)) return known
    }
    slots[slot] = list.length + 1
    return add(bytes.toString('latin1', start, end), hash)
  }

  function add(name: string, hash: number): number {
    const number = list.push(name) - 1
    if (number === hashes.length) hashes = grown(hashes)
    hashes[number] = hash
    if (list.length * 2 > slots.length) rehash()
    return number
  }

  function rehash(): void {
    slots = new Int32Array(slots.length * 4)
    for (let number = 0; number < list.length; number++) {
      const hash = hashes[number]!
      let slot = (hash ^ (hash >>> 15)) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = number + 1
    }
  }

  return { number, numberToNul, end: () => nul, list: () => list }
}

function isSame(name: string, bytes: Buffer, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

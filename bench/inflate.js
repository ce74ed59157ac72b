// What inflating the entries of a pack costs, by type: the kernel of src/pack/ beside node's zlib.
//   npm run build && node bench/inflate.js [REPO]      (default: this repository; its largest pack, up to 5,000 a type)
// Unfair about: for the kernel the entries lie in its memory already, where the reader of packs puts them, and the result
// stays there; zlib hands out a buffer of its own. Warm.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

const MOST = 5000
const PIECE = 100
const TYPES = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' }
const SRC = 1 << 16
const SLACK = 32

main(process.argv[2] ?? '.')

function main(repo) {
  const pack = largestPack(repo)
  const bytes = readFileSync(pack)
  const groups = groupByType(readEntries(bytes, pack.replace(/\.pack$/, '.idx')))
  console.log(`${pack}, Node ${process.versions.node}`)
  console.log('entries               mean bytes   kernel µs   zlib µs   kernel MB/s')
  for (const [type, entries] of groups) row(type, sample(entries), bytes)
}

function largestPack(repo) {
  const args = ['-C', repo, 'rev-parse', '--path-format=absolute', '--git-path', 'objects/pack']
  const folder = execFileSync('git', args).toString().trim()
  const packs = readdirSync(folder).filter(name => name.endsWith('.pack'))
  if (packs.length === 0) throw new Error(`no pack in "${repo}": run git gc there`)
  const files = packs.map(name => join(folder, name))
  return files.sort((a, b) => statSync(b).size - statSync(a).size)[0]
}

/** In the order of the pack. Entries that name their base by id are left out: their type is not told here. */
function readEntries(bytes, index) {
  const listed = execFileSync('git', ['show-index'], { input: readFileSync(index), maxBuffer: 1 << 30 })
  const offsets = [...listed.toString().matchAll(/^\d+/gm)].map(Number).sort((a, b) => a - b)
  const ends = [...offsets.slice(1), bytes.length - 20]
  return offsets.map((offset, i) => readEntry(bytes, offset, ends[i])).filter(({ kind }) => kind !== 7)
}

function readEntry(bytes, offset, end) {
  let at = offset
  const kind = (bytes[at] >> 4) & 7
  let size = bytes[at] & 15
  for (let shift = 4; bytes[at++] & 128; shift += 7) size += (bytes[at] & 127) * 2 ** shift
  let back = 0
  if (kind === 6) {
    back = bytes[at] & 127
    while (bytes[at++] & 128) back = (back + 1) * 128 + (bytes[at] & 127)
  }
  return { offset, kind, size, base: offset - back, from: at, end }
}

function groupByType(entries) {
  const byOffset = new Map(entries.map(entry => [entry.offset, entry]))
  const groups = new Map()
  for (const entry of entries) {
    let whole = entry
    while (whole?.kind === 6) whole = byOffset.get(whole.base)
    const name = `${TYPES[whole?.kind]}${entry.kind === 6 ? ' delta' : ''}`
    if (!groups.has(name)) groups.set(name, [])
    groups.get(name).push(entry)
  }
  return groups
}

function sample(entries) {
  const step = Math.ceil(entries.length / MOST)
  return entries.filter((_, i) => i % step === 0)
}

function row(type, entries, bytes) {
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  const ours = best(entries, kernelFor(entries, bytes))
  const zlib = best(entries, ({ from, end }) => inflateSync(bytes.subarray(from, end)))
  const each = ms => ((ms / entries.length) * 1000).toFixed(2).padStart(9)
  const name = `${String(entries.length).padStart(6)} ${type}`.padEnd(20)
  const mean = String(Math.round(total / entries.length)).padStart(11)
  const speed = (total / ours / 1000).toFixed(0).padStart(11)
  console.log(`${name} ${mean} ${each(ours)}   ${each(zlib)} ${speed}`)
}

/** Inflates the entry that it is given with its number. */
function kernelFor(entries, bytes) {
  const { at, dst } = layOut(entries)
  const most = Math.max(...entries.map(({ size }) => size))
  const memory = new WebAssembly.Memory({ initial: Math.ceil((dst + most + SLACK) / 65536) })
  const all = new Uint8Array(memory.buffer)
  for (const [i, { from, end }] of entries.entries()) all.set(bytes.subarray(from, end), at[i])
  const module = new WebAssembly.Module(readFileSync(new URL('../dist/kernel.wasm', import.meta.url)))
  const { inflate } = new WebAssembly.Instance(module, { env: { memory } }).exports
  return ({ from, end, size, offset }, i) => {
    const taken = inflate(at[i], end - from, dst, size)
    if (taken < 0) throw new Error(`the entry at ${offset} does not inflate: ${taken}`)
  }
}

/** Where each entry's data lies, one behind the other, and where results go: behind them all. */
function layOut(entries) {
  let next = SRC
  const at = entries.map(({ from, end }) => {
    next += end - from
    return next - (end - from)
  })
  return { at, dst: next + SLACK }
}

/** Milliseconds. Piece by piece, the best of nine each: a busy machine disturbs some pieces, seldom one of them nine times. */
function best(entries, run) {
  let sum = 0
  for (let start = 0; start < entries.length; start += PIECE) {
    const end = Math.min(entries.length, start + PIECE)
    let least = Infinity
    for (let pass = 0; pass < 9; pass++) {
      const began = performance.now()
      for (let i = start; i < end; i++) run(entries[i], i)
      least = Math.min(least, performance.now() - began)
    }
    sum += least
  }
  return sum
}

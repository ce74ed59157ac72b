// The engine's speed in two checkouts, side by side in one process, for machines that are never quiet.
//   node bench/versus.js OLD NEW FOLDER… [--rounds N] [--engine native|js]
// Both checkouts are built (node scripts/build.js). The files are cut into pieces of about half a megabyte; in each round each piece is run
// by both, in turn, and counts with its least user CPU time of all rounds. What disturbs the machine hits both, and rarely every round.
// Unfair about: as bench/engine.js; what both find is not compared.

import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { bundleDetector, collect, engines } from './detector.js'

const PIECE = 512 << 10
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' }, engine: { type: 'string' } },
})
const [older, newer, ...folders] = positionals
if (folders.length === 0) throw new Error('name two checkouts and at least one folder')

const pieces = cut(collect(folders))
const bytes = pieces.flat().reduce((sum, { data }) => sum + data.length, 0)
const wanted = values.engine === undefined ? engines() : [values.engine]
console.log(`${(bytes / 1e6).toFixed(1)} MB in ${pieces.length} pieces, Node ${process.versions.node}`)
const bundles = [await bundleDetector(older), await bundleDetector(newer)]
try {
  const modules = []
  for (const { bundle } of bundles) modules.push(await import(pathToFileURL(bundle).href))
  for (const engine of wanted) compare(engine, modules)
} finally {
  for (const { remove } of bundles) remove()
}

function compare(engine, modules) {
  const sides = modules.map(module => ({ module, detectors: module.loadDetectors({ engine }) }))
  const prefilter = ({ module, detectors }, { data }) =>
    detectors.packs.reduce((hits, { automaton }) => hits + module.findKeywords(automaton, data).length / 2, 0)
  const whole = ({ module, detectors }, { data, path }) => module.detect(data, path, detectors).length
  if (engine === wanted[0]) row('prefilter', sides, prefilter)
  row(`whole engine, ${engine}`, sides, whole)
}

function row(name, sides, run) {
  const least = sides.map(() => pieces.map(() => Number.POSITIVE_INFINITY))
  const hits = [0, 0]
  for (let round = 0; round < Number(values.rounds); round++) {
    hits.fill(0)
    for (const [index, piece] of pieces.entries())
      for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const start = process.cpuUsage().user
        for (const file of piece) hits[side] += run(sides[side], file)
        least[side][index] = Math.min(least[side][index], process.cpuUsage().user - start)
      }
  }
  const [old, young] = least.map(times => bytes / times.reduce((sum, time) => sum + time, 0)) // bytes per µs = MB/s
  const speeds = `${old.toFixed(1).padStart(7)} → ${young.toFixed(1).padStart(7)} MB/s`
  console.log(`${name.padEnd(24)} ${speeds}  × ${(young / old).toFixed(2)}   ${hits[0]} → ${hits[1]} hits`)
}

function cut(files) {
  const parts = [[]]
  let size = 0
  for (const file of files) {
    if (size > PIECE) {
      parts.push([])
      size = 0
    }
    parts.at(-1).push(file)
    size += file.data.length
  }
  return parts
}

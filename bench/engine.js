// MB/s of the prefilter and of the whole engine on real source, with both regex engines, and what a cold start costs.
//   node scripts/build.js && node bench/engine.js [FOLDER…]      (default: node_modules and src)
// Unfair about: files lie in memory, one process, warm after the first pass; a hook sees ten files, cold (the last table).

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bundleDetector, collect, engines } from './detector.js'

const root = fileURLToPath(new URL('..', import.meta.url))

if (process.argv[2] === '--cold') await cold(process.argv[3], process.argv.slice(4))
else await main(process.argv.slice(2))

async function main(given) {
  const { bundle, remove } = await bundleDetector(root)
  try {
    const files = collect(given.length > 0 ? given : [join(root, 'node_modules'), join(root, 'src')])
    const bytes = files.reduce((sum, file) => sum + file.data.length, 0)
    console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, Node ${process.versions.node}`)
    const { loadDetectors, detect, findKeywords } = await import(pathToFileURL(bundle).href)
    const { packs } = loadDetectors()
    row('prefilter', bytes, () =>
      files.reduce((hits, { data }) => hits + findKeywords(packs[0].automaton, data).length / 2, 0),
    )
    for (const engine of engines()) {
      const detectors = loadDetectors({ engine })
      row(`whole engine, ${engine}`, bytes, () =>
        files.reduce((found, { data, path }) => found + detect(data, path, detectors).length, 0),
      )
    }
    for (const engine of engines()) coldRow(engine, bundle, files)
  } finally {
    remove()
  }
}

/** Best of three; the first pass warms up. */
function row(name, bytes, run) {
  let best = Number.POSITIVE_INFINITY
  let result = 0
  for (let pass = 0; pass < 4; pass++) {
    const start = performance.now()
    result = run()
    best = Math.min(best, performance.now() - start)
  }
  console.log(`${name.padEnd(24)} ${(bytes / 1e3 / best).toFixed(1).padStart(7)} MB/s  ${result} hits`)
}

/** Ten ordinary source files in a fresh process: the median of seven. */
function coldRow(engine, bundle, files) {
  const ordinary = files.filter(
    ({ path, data }) => /\.[cm]?js$/.test(path) && data.length > 1500 && data.length < 15_000,
  )
  const step = Math.max(1, Math.floor(ordinary.length / 10))
  const ten = ordinary
    .filter((_, index) => index % step === 0)
    .slice(0, 10)
    .map(({ path }) => path)
  const args = [fileURLToPath(import.meta.url), '--cold', bundle, ...ten]
  const env = { ...process.env, PORTCULLIS_ENGINE: engine }
  const runs = Array.from({ length: 7 }, () =>
    JSON.parse(execFileSync(process.execPath, args, { env }).toString()),
  )
  const median = key =>
    runs
      .map(run => run[key])
      .sort((a, b) => a - b)[3]
      .toFixed(1)
  console.log(
    `cold, ten files, ${engine.padEnd(7)} import ${median('import')} ms, load ${median('load')} ms, detect ${median('detect')} ms`,
  )
}

async function cold(bundle, paths) {
  const data = paths.map(path => readFileSync(path))
  const start = performance.now()
  const { loadDetectors, detect } = await import(pathToFileURL(bundle).href)
  const imported = performance.now()
  const detectors = loadDetectors()
  const loaded = performance.now()
  for (const [index, path] of paths.entries()) detect(data[index], path, detectors)
  const done = performance.now()
  console.log(JSON.stringify({ import: imported - start, load: loaded - imported, detect: done - loaded }))
}

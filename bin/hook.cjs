'use strict'
// Runs dist/hook.cjs out of V8's code cache: compiling it anew would be a third of a hook's own time (docs/performance.md).
// The cache lies in the clone's common git dir, is named after everything it depends on, and is only ever a copy of what V8
// made of that very file. Node < 20.12 and anything unforeseen: the file is run as it is.
const { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')
const vm = require('node:vm')

const file = join(__dirname, '..', 'dist', 'hook.cjs')
const at = process.argv.indexOf('--common-dir')
const loader = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER
if (at < 0 || loader === undefined) require(file)
else run(cacheName(process.argv[at + 1]))

function cacheName(commonDir) {
  const { size, mtimeMs } = statSync(file)
  const name = `hook-${process.version}-${process.arch}-${size}-${Math.trunc(mtimeMs)}.v8`
  return join(commonDir, 'portcullis', 'cache', name)
}

function run(cache) {
  const cachedData = read(cache)
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`
  const script = new vm.Script(wrapped, { filename: file, cachedData, importModuleDynamically: loader })
  const module = { exports: {} }
  script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, dirname(file))
  // at the end: by then V8 has compiled the functions that a hook uses, and those are kept too
  if (cachedData === undefined || script.cachedDataRejected) process.once('exit', () => write(cache, script))
}

function read(cache) {
  try {
    return readFileSync(cache)
  } catch {
    return undefined
  }
}

/** Those of builds and Nodes that are gone. Two may be in use at once: this clone's copy and a worktree's own package. */
function sweep(folder) {
  for (const name of readdirSync(folder)) {
    const old = join(folder, name)
    if (Date.now() - statSync(old).mtimeMs > 14 * 86_400_000) rmSync(old, { force: true })
  }
}

/** Renamed into place, so that nobody reads half of it. Where nothing can be written the next hook compiles again. */
function write(cache, script) {
  try {
    mkdirSync(dirname(cache), { recursive: true })
    sweep(dirname(cache))
    writeFileSync(`${cache}.${process.pid}`, script.createCachedData())
    renameSync(`${cache}.${process.pid}`, cache)
  } catch {}
}

'use strict'
// Loads a file of dist/ out of V8's code cache, as hook.cjs does with its own: compiling guard.cjs or judge.cjs anew would be a third of what a
// tool call may cost. The cache lies where `agent install` keeps the launcher, which no agent may write to, and is only ever a copy of
// what V8 made of that very file. Node < 20.12 and anything unforeseen: the file is loaded as it is.
const { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')
const vm = require('node:vm')

exports.load = name => {
  const file = join(__dirname, '..', 'dist', name)
  const loader = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER
  const folder = cacheFolder(process.env)
  return loader === undefined || folder === null ? require(file) : run(file, join(folder, cacheName(file, name)), loader)
}

function cacheFolder({ XDG_DATA_HOME, HOME }) {
  if (XDG_DATA_HOME) return join(XDG_DATA_HOME, 'portcullis', 'cache')
  return HOME ? join(HOME, '.local', 'share', 'portcullis', 'cache') : null
}

function cacheName(file, name) {
  const { size, mtimeMs } = statSync(file)
  return `${name}-${process.version}-${process.arch}-${size}-${Math.trunc(mtimeMs)}.v8`
}

function run(file, cache, importModuleDynamically) {
  const cachedData = read(cache)
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`
  const script = new vm.Script(wrapped, { filename: file, cachedData, importModuleDynamically })
  const module = { exports: {} }
  script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, dirname(file))
  // at the end: by then V8 has compiled the functions that a call uses, and those are kept too
  if (cachedData === undefined || script.cachedDataRejected) process.once('exit', () => write(cache, script))
  return module.exports
}

function read(cache) {
  try {
    return readFileSync(cache)
  } catch {
    return undefined
  }
}

/** Those of builds and Nodes that are gone. */
function sweep(folder) {
  for (const name of readdirSync(folder)) {
    const old = join(folder, name)
    if (Date.now() - statSync(old).mtimeMs > 14 * 86_400_000) rmSync(old, { force: true })
  }
}

/** Renamed into place, so that nobody reads half of it. Where nothing can be written the next call compiles again. */
function write(cache, script) {
  try {
    mkdirSync(dirname(cache), { recursive: true, mode: 0o700 })
    sweep(dirname(cache))
    writeFileSync(`${cache}.${process.pid}`, script.createCachedData())
    renameSync(`${cache}.${process.pid}`, cache)
  } catch {}
}

// Bundles src/ to dist/. Everything third-party is bundled: the package has no runtime dependencies (docs/decisions.md).
//   cli.js + chunks/  the whole command line, split where the code says `import()`
//   history-worker.js a thread of `scan`, out of the same chunks
//   hook.cjs          the same entry for git's hooks: one CommonJS file. Node loads it 15 ms sooner than ESM chunks
//                     (docs/performance.md); commands other than `hook` are left to cli.js
//   agent.cjs         the same entry for coding agents, who call it on every tool call: what is answered without git, rules
//                     and a policy. guard.cjs (commands) and judge.cjs (the rest) are read when they are needed
//   kernel.wasm       the inner loops of src/pack/
//   skim.wasm         looking for runs and encodings, sixteen bytes at once: read when there is much to look at
//   open.cjs          what hook.cjs opens archives with: read only when a commit holds one
//   classes.cjs       what it computes classes of change with: read only when a policy names one

import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { buildKernel, buildSkim } from './build-kernel.js'
import { buildEngine, buildRules } from './build-rules.js'
import { writeLicenses } from './licenses.js'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const common = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: process.env.NOMIN !== '1',
  legalComments: 'none', // writeLicenses collects the terms of everything that is bundled
  metafile: true,
  external: ['re2'], // the native accelerator is found at run time or not at all
  define: {
    __PORTCULLIS_VERSION__: JSON.stringify(version),
    __PORTCULLIS_BUILD__: JSON.stringify(digestOfSources()),
  },
}

rmSync('dist', { recursive: true, force: true })
const cli = await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts', 'history-worker': 'src/history/worker.ts' },
  splitting: true,
  format: 'esm',
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
})
// what judges, in one file: the hook's and the agent's
const judging = {
  ...common,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { ...common.define, 'import.meta.url': '__here' },
  banner: { js: "const __here=require('node:url').pathToFileURL(__filename).href;" },
  plugins: [
    { name: 'leave the rest to cli.js', setup: leaveToCli },
    later('openers', 'open.cjs', 'openers'),
    later('guard/classes/open', 'classes.cjs', 'openClasses'),
  ],
}
const hook = await build({ ...judging, entryPoints: { hook: 'src/cli.ts' } })
const open = await build({
  ...common,
  entryPoints: { open: 'src/detect/open/openers.ts', classes: 'src/guard/classes/open.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
})
const agent = await build({
  ...common,
  entryPoints: { agent: 'src/cli.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  plugins: [
    { name: 'leave the rest to cli.js', setup: leaveCommands },
    { name: 'judge with guard.cjs and judge.cjs', setup: leaveToJudges },
  ],
})
const guard = await build({
  ...common,
  entryPoints: { guard: 'src/agent/guard.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
})
const judge = await build({ ...judging, entryPoints: { judge: 'src/commands/agent/judging.ts' } })
const engine = await buildEngine()
await buildRules()
await buildKernel()
await buildSkim()
writeLicenses([cli, hook, open, agent, guard, judge, engine].map(built => built.metafile))
// what init writes into repositories
for (const script of ['shim.sh', 'chain.sh', 'agent.sh', 'reference-transaction.sh'])
  cpSync(`src/install/${script}`, `dist/${script}`)

// paths as cli.ts and its neighbours write them: another folder may well have a file of the same name
function leaveToCli({ onResolve }) {
  const filter = /^\.\/commands\/(program|agent\/hook)\.ts$|\/isomorphic\.ts$/
  onResolve({ filter }, () => ({ path: './cli.js', external: true }))
}

function leaveCommands({ onResolve }) {
  onResolve({ filter: /^\.\/commands\/(program|hook)\.ts$/ }, () => ({ path: './cli.js', external: true }))
}

function leaveToJudges({ onResolve, onLoad }) {
  const wrappers = {
    judging:
      "export const judge = (...given) => require('../bin/cached.cjs').load('judge.cjs').judge(...given)",
    guard:
      "export const isUnopposed = (...given) => require('../bin/cached.cjs').load('guard.cjs').isUnopposed(...given)",
  }
  onResolve({ filter: /^\.\/(judging|guard)\.ts$/ }, ({ path }) => ({
    path: path.slice(2, -3),
    namespace: 'later',
  }))
  onResolve({ filter: /^\.\.\/bin\/cached\.cjs$/ }, ({ path }) => ({ path, external: true }))
  onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({ contents: wrappers[path] }))
}

/** A module of one function that the hook's bundle reads from a file of its own, at the first call. */
function later(module, file, name) {
  return {
    name: `${name} from ${file}`,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`/${module}\\.ts$`) }, () => ({
        path: file,
        namespace: `later ${file}`,
      }))
      onResolve({ filter: new RegExp(`^\\./${file}$`) }, () => ({ path: `./${file}`, external: true }))
      onLoad({ filter: /.*/, namespace: `later ${file}` }, () => ({
        contents: `export const ${name} = (...given) => require('./${file}').${name}(...given)`,
      }))
    },
  }
}

/** What is bundled, and in which versions. */
function digestOfSources() {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'))
  const files = readdirSync('src', { recursive: true }).filter(file => statSync(join('src', file)).isFile())
  for (const file of files.sort()) hash.update(`\0${file}\0`).update(readFileSync(join('src', file)))
  return hash.digest('hex').slice(0, 16)
}

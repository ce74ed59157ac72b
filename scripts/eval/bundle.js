// Portcullis' own sources and rules as they lie in this checkout, bundled on the fly: no build has to be repeated after an edit.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { buildRules } from '../build-rules.js'
import { BadInput } from './read.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Within the project, so that an installed re2 is found; not in dist/, which may be packed at this moment. */
const SCRATCH = join(ROOT, 'bench', 'results', 'tmp')

/** Imports `contents` (TypeScript, paths from the project's folder). Throws BadInput where nothing was ever built. */
export async function importSources(contents) {
  mkdirSync(SCRATCH, { recursive: true })
  const folder = mkdtempSync(join(SCRATCH, 'sources-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  copyBuilt(folder)
  await buildRules(join(ROOT, 'rules'), folder)
  const outfile = join(folder, 'sources.mjs')
  const stdin = { contents, resolveDir: ROOT, loader: 'ts' }
  const banner = { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" }
  const options = { bundle: true, format: 'esm', platform: 'node', target: 'node20.19', external: ['re2'] }
  await build({ ...options, stdin, outfile, banner, logLevel: 'error' })
  return import(pathToFileURL(outfile).href)
}

/** The regex engine, and whatever else is built once and looked for beside the code. */
function copyBuilt(folder) {
  const dist = join(ROOT, 'dist')
  if (!existsSync(join(dist, 're2js.cjs')))
    throw new BadInput('dist/ is not built: run "npm run build" first')
  for (const entry of readdirSync(dist, { withFileTypes: true }))
    if (entry.isFile()) copyFileSync(join(dist, entry.name), join(folder, entry.name))
}

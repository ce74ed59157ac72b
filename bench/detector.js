// The detector of a checkout, bundled from its sources, and files to run it over.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'

/** `{ bundle, remove }`: a module that exports src/detect/index.ts and `findKeywords`. `root` has been built. */
export async function bundleDetector(root) {
  const folder = mkdtempSync(join(root, 'dist', 'bench-')) // in dist/, where the built rules are found
  const contents =
    "export * from './src/detect/index.ts'; export { findKeywords } from './src/detect/prefilter.ts'"
  const outfile = join(folder, 'detect.mjs')
  const options = { bundle: true, format: 'esm', platform: 'node', target: 'node20.19', minify: true }
  await build({ ...options, stdin: { contents, resolveDir: root, loader: 'ts' }, outfile })
  return { bundle: outfile, remove: () => rmSync(folder, { recursive: true }) }
}

const LIMIT = 64 << 20

/** Source files of these folders as `{ path, data }`, folder by folder, until the limit is reached. */
export function collect(folders) {
  const files = []
  let left = LIMIT
  const queue = [...folders]
  for (const path of queue) {
    if (left <= 0) break
    if (statSync(path).isDirectory()) queue.push(...readdirSync(path).map(name => join(path, name)))
    else if (
      /\.(?:[cm]?[jt]s|json|md|ya?ml|toml|html|css|sh|py|go|rb|c|h|java|kt|rs|exs?|php|cs)$/.test(path)
    ) {
      const data = readFileSync(path)
      left -= data.length
      files.push({ path, data })
    }
  }
  return files
}

/** Those that load here. */
export function engines() {
  try {
    createRequire(import.meta.url)('re2')
    return ['native', 'js']
  } catch {
    return ['js']
  }
}

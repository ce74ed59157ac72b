// Portcullis' own TypeScript, bundled on the fly into a module that a script can import.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** Imports `contents` (TypeScript, paths from the project's folder). Engines are looked for from here. */
export async function importBundled(contents) {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bundle-'))
  const outfile = join(folder, 'bundle.mjs')
  await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
  })
  try {
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

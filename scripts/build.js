// Bundles src/ to dist/: one entry, split where the code says `import()`, so that a hook loads only what it needs.
// Everything third-party is bundled: the package has no runtime dependencies (docs/decisions.md).

import { cpSync, readFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { buildEngine, buildRules } from './build-rules.js'

rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: { cli: 'src/cli.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  external: ['re2'], // the native accelerator is found at run time or not at all
  define: {
    __PORTCULLIS_VERSION__: JSON.stringify(JSON.parse(readFileSync('package.json', 'utf8')).version),
  },
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
})
await buildEngine()
await buildRules()
for (const script of ['shim.sh', 'chain.sh']) cpSync(`src/install/${script}`, `dist/${script}`) // what init writes into repositories

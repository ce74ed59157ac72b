// Compiles rules/*.toml into dist/rules.jsonl and dist/prefilter.bin, and puts the JavaScript regex engine beside them.
// The compiling itself is src/detect's, bundled on the fly: a repository's own rules go through the same code.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { parse } from 'smol-toml'
import { importBundled } from './bundle.js'

/** Throws the PolicyError of src/detect/validate.ts, or a TomlError, naming the file. */
export async function buildRules(rulesDir = 'rules', outDir = 'dist') {
  const { compilePack, packAutomaton, writeTable } = await detector()
  const model = modelIn(rulesDir)
  const { head, rules, automaton } = compilePack(readRules(rulesDir), undefined, model)
  mkdirSync(outDir, { recursive: true })
  if (model !== '') writeFileSync(join(outDir, 'generic.model.json'), model)
  writeFileSync(join(outDir, 'rules.jsonl'), writeTable(head, rules))
  writeFileSync(join(outDir, 'prefilter.bin'), packAutomaton(automaton))
  return { rules: rules.length, digest: head.digest }
}

/** Text of the generic rules' model; a folder of other rules has none. */
function modelIn(rulesDir) {
  const file = join(rulesDir, 'generic.model.json')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** One file of its own: `require`d synchronously, and only when the first regex is needed. Gives esbuild's result. */
export function buildEngine(outDir = 'dist') {
  return build({
    stdin: { contents: "export { RE2JS } from 're2js'", resolveDir: '.' },
    outfile: join(outDir, 're2js.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    metafile: true,
  })
}

export function readRules(rulesDir) {
  const files = readdirSync(rulesDir).filter(name => name.endsWith('.toml'))
  return files.sort().map(name => {
    const file = join(basename(rulesDir), name)
    try {
      return { file, parsed: parse(readFileSync(join(rulesDir, name), 'utf8')) }
    } catch (error) {
      throw new Error(`${file}: ${error.message}`, { cause: error })
    }
  })
}

function detector() {
  return importBundled(
    "export * from './src/detect/pack.ts'; export { packAutomaton } from './src/detect/automaton.ts'; export { writeTable } from './src/detect/table.ts'",
  )
}

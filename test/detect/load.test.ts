/** The built form: what is loaded from dist/, and what happens when a piece of it is not there. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { token } from './fixture.ts'

const root = join(import.meta.dirname, '../..')
let folder: string

/** A folder as dist/ is: the bundle in a folder of chunks, the rules and the engine beside it. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-load-'))
  const rules = join(folder, 'rules')
  mkdirSync(rules)
  const rule = { id: 'acme', regex: '(acme_[A-Za-z0-9]{24})' }
  writeFileSync(
    join(rules, 'acme.toml'),
    `provider = "Acme"\n[[rules]]\nid = "${rule.id}"\ndescription = "d"\nregex = '${rule.regex}'\nkeywords = ["acme_"]\nmatches = ["x"]\n`,
  )
  const script = `import { buildEngine, buildRules } from './scripts/build-rules.js'
    await buildRules(${JSON.stringify(rules)}, ${JSON.stringify(join(folder, 'dist'))}); await buildEngine(${JSON.stringify(join(folder, 'dist'))})`
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
  const outfile = join(folder, 'dist/chunks/detect.mjs')
  await build({
    entryPoints: [join(root, 'src/detect/index.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(code: string, env: Record<string, string> = {}, cwd = folder) {
  const script = `import { detect, engineNamed, engineStatus, loadDetectors as load } from ${JSON.stringify(join(folder, 'dist/chunks/detect.mjs'))}
    const forced = () => engineNamed(process.env.PORTCULLIS_ENGINE)
    const loadDetectors = () => { const engine = forced(); return load(engine ? { engine } : {}) }
    try { console.log(JSON.stringify(${code})) } catch (error) { console.log(error.exit, error.message); process.exitCode = error.exit }`
  const clean = { PATH: process.env.PATH ?? '', ...env } // no NODE_PATH: no native engine
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd,
    env: clean,
    encoding: 'utf8',
  })
  return { status: result.status, out: result.stdout.trim(), err: result.stderr }
}

const DETECT = `detect('${token()}', undefined, loadDetectors()).map(one => one.ruleId)`

it('finds with what was built', () => {
  expect(run(DETECT)).toMatchObject({ status: 0, out: '["acme"]' })
})

it('does not load an engine where no keyword occurs', () => {
  expect(
    run(`(() => { const d = loadDetectors(); detect('nothing', undefined, d); return d.digest.length })()`, {
      PORTCULLIS_ENGINE: 'native',
    }),
  ).toMatchObject({ status: 0, out: '64' })
})

it('says why the native engine is not there', () => {
  expect(JSON.parse(run('engineStatus(forced())').out)).toEqual({
    name: 'js',
    forced: false,
    reason: 'MODULE_NOT_FOUND',
  })
})

it('ends with exit 3 when the engine asked for does not load', () => {
  const result = run(DETECT, { PORTCULLIS_ENGINE: 'native' })
  expect(result).toMatchObject({ status: 3, out: '3 native engine "re2" does not load: MODULE_NOT_FOUND' })
})

it('takes a native engine built for another Node as a missing one', () => {
  const modules = join(folder, 'dist/node_modules/re2')
  mkdirSync(modules, { recursive: true })
  writeFileSync(
    join(modules, 'index.js'),
    "throw Object.assign(new Error('other Node'), { code: 'ERR_DLOPEN_FAILED' })",
  )
  expect(run(DETECT)).toMatchObject({ status: 0, out: '["acme"]' })
  expect(JSON.parse(run('engineStatus(forced())').out)).toMatchObject({
    name: 'js',
    reason: 'ERR_DLOPEN_FAILED',
  })
})

it('does not take a native engine from the folder it is called in', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'portcullis-cwd-'))
  mkdirSync(join(elsewhere, 'node_modules/re2'), { recursive: true })
  writeFileSync(join(elsewhere, 'node_modules/re2/index.js'), "console.log('run'); module.exports = 1")
  expect(run(DETECT, {}, elsewhere).out).toBe('["acme"]')
  rmSync(elsewhere, { recursive: true })
})

it('refuses an engine that does not exist', () => {
  expect(run(DETECT, { PORTCULLIS_ENGINE: 'perl' })).toMatchObject({
    status: 2,
    out: '2 PORTCULLIS_ENGINE is neither "native" nor "js"',
  })
})

it('ends with exit 3 when no engine is left, and when the rules are gone', () => {
  rmSync(join(folder, 'dist/re2js.cjs'))
  expect(run(DETECT)).toMatchObject({ status: 3, out: '3 no regex engine can be loaded' })
  rmSync(join(folder, 'dist/prefilter.bin'))
  expect(run(DETECT)).toMatchObject({ status: 3, out: '3 built-in rules cannot be read: "prefilter.bin"' })
})

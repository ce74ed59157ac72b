import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Left imports right, never the other way, never a sibling in the same row (src/README.md). */
const ROWS = [
  ['cli'],
  ['commands'],
  ['enforce'],
  ['asking'],
  ['evaluate', 'sources', 'approval', 'audit', 'report', 'install', 'ci', 'held', 'agent'],
  ['history'],
  ['inspect', 'rulings'],
  ['decide'],
  ['guard'],
  ['policy'],
  ['clean'],
  ['detect', 'git', 'pack', 'content'],
  ['command'],
  ['errors', 'version', 'canonical', 'shell'],
  ['model'],
  ['consent', 'credential'],
]

/** Each third-party package is behind one door: the one file or folder that may import it. */
const DOORS: Record<string, string> = {
  commander: 'commands/',
  chalk: 'report/pretty.ts',
  'smol-toml': 'policy/toml.ts',
  re2: 'detect/engine.ts',
  re2js: 'detect/engine.ts',
  'isomorphic-git': 'git/isomorphic.ts',
  sarif: 'report/', // types only
}

const IMPORT = /^(?:import|export)\s[\w\s{},*$]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm
const WORLD = /(?<![\w.$])process\.(env|argv|exit|exitCode|cwd|chdir|stdin|stdout|stderr|execPath|versions)\b/

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
const imports = files.flatMap(file => importsOf(file).map(target => ({ file, target })))

test('every import goes to the same folder or to a row further right', () => {
  const wrong = imports.filter(
    ({ file, target }) => target.startsWith('.') && !allowed(file, resolve(file, target)),
  )
  expect(wrong).toEqual([])
})

test('each third-party package has one importing file or folder', () => {
  const packages = imports.filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
  const wrong = packages.filter(({ file, target }) => !file.startsWith(DOORS[target] ?? 'nowhere'))
  expect(wrong).toEqual([])
})

test('no file passes 300 lines', () => {
  const long = files.filter(file => readFileSync(join('src', file), 'utf8').split('\n').length > 301)
  expect(long).toEqual([])
})

test('only cli.ts touches process', () => {
  const touching = files.filter(file => file !== 'cli.ts' && WORLD.test(codeOf(file)))
  expect(touching).toEqual([])
})

function importsOf(file: string): string[] {
  const source = readFileSync(join('src', file), 'utf8')
  return [...source.matchAll(IMPORT)].map(match => match[1] ?? match[2]!)
}

function resolve(file: string, target: string): string {
  return join(file, '..', target)
}

function allowed(from: string, to: string): boolean {
  return unit(from) === unit(to) || row(unit(from)) < row(unit(to))
}

/** The folder, or the file's name at the top level. */
function unit(file: string): string {
  return file.split('/')[0]!.replace(/\.ts$/, '')
}

function row(name: string): number {
  const found = ROWS.findIndex(names => names.includes(name))
  if (found < 0) throw new Error(`'${name}' has no row in test/layers.test.ts`)
  return found
}

function codeOf(file: string): string {
  return readFileSync(join('src', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}

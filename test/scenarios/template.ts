/** One repository set up as a user would, made once a run; every scenario gets a copy of it. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { start } from './process.ts'
import { nativeRe2, surroundings } from './surroundings.ts'

export interface Template {
  /** holds `home/`, `package/`, `repo/` and `remote.git/` */
  root: string
  env: NodeJS.ProcessEnv
  /** why the native engine cannot be tried here, if so */
  nativeMissing: string | null
}

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))

export const APP = `import { serve } from './serve.js'

const port = 8080
serve({ port })
`

/** Throws with git's or init's own words when the set-up fails: nothing after it would mean anything. */
export async function makeTemplate(): Promise<Template> {
  const root = mkdtempSync(join(tmpdir(), 'pc-'))
  const env = surroundings(join(root, 'home'))
  const nativeMissing = installPackage(join(root, 'package'))
  const template = { root, env, nativeMissing }
  await git(template, root, 'init', '-q', '--bare', 'remote.git')
  await makeRepository(template)
  return template
}

/** A second copy of bin, dist and package.json, so that Node resolves re2 from there and not from this checkout. */
function installPackage(dir: string): string | null {
  const from = process.env.PORTCULLIS_TEST_PACKAGE ?? PROJECT
  mkdirSync(dir)
  for (const part of ['bin', 'dist', 'rules', 'schema', 'package.json']) {
    if (existsSync(join(from, part))) cpSync(join(from, part), join(dir, part), { recursive: true })
  }
  const re2 = nativeRe2(PROJECT)
  if ('missing' in re2) return re2.missing
  mkdirSync(join(dir, 'node_modules'))
  symlinkSync(re2.dir, join(dir, 'node_modules', 're2'))
  return null
}

async function makeRepository(template: Template): Promise<void> {
  const dir = join(template.root, 'repo')
  mkdirSync(dir)
  writeFileSync(join(dir, 'app.js'), APP)
  writeFileSync(join(dir, 'README.md'), '# An app\n\nIt serves.\n')
  writeFileSync(join(dir, '.gitignore'), 'node_modules\n')
  writeFileSync(join(dir, 'package.json'), '{ "private": true, "devDependencies": { "portcullis": "*" } }\n')
  linkPackage(dir, template.root)
  await git(template, dir, 'init', '-q')
  await git(template, dir, 'remote', 'add', 'origin', join(template.root, 'remote.git'))
  await init(template, dir)
  await publish(template, dir)
}

export function linkPackage(repository: string, root: string): void {
  mkdirSync(join(repository, 'node_modules'), { recursive: true })
  symlinkSync(join(root, 'package'), join(repository, 'node_modules', 'portcullis'))
}

async function init(template: Template, dir: string): Promise<void> {
  const bin = join('node_modules', 'portcullis', 'bin', 'portcullis.js')
  const result = await start('node', [bin, 'init'], { cwd: dir, env: template.env })
  if (result.code !== 0) throw new Error(`portcullis init: exit ${result.code}\n${result.output}`)
}

/** What init wrote goes to the remote's main by plumbing: no hook has a say, whoever runs the tests. */
async function publish(template: Template, dir: string): Promise<void> {
  await git(template, dir, 'add', '-A')
  const tree = await git(template, dir, 'write-tree')
  const commit = await git(template, dir, 'commit-tree', tree, '-m', 'an app')
  await git(template, dir, 'update-ref', 'refs/heads/main', commit)
  await git(template, join(template.root, 'remote.git'), 'fetch', '-q', dir, 'main:main')
  await git(template, dir, 'fetch', '-q', 'origin')
  await git(template, dir, 'remote', 'set-head', 'origin', 'main')
  // Scenarios work on a branch of their own: a default policy keeps agents off main, and tests may run under one.
  await git(template, dir, 'update-ref', 'refs/heads/work', commit)
  await git(template, dir, 'symbolic-ref', 'HEAD', 'refs/heads/work')
}

/** An old date: a commit made "now" would carry the author date of the next one, which reads as an amend. */
export const LONG_AGO = { GIT_AUTHOR_DATE: '1700000000 +0000', GIT_COMMITTER_DATE: '1700000000 +0000' }

async function git(template: Template, cwd: string, ...args: string[]): Promise<string> {
  const result = await start('git', args, { cwd, env: { ...template.env, ...LONG_AGO } })
  if (result.code !== 0) throw new Error(`git ${args.join(' ')}: ${result.output}`)
  return result.stdout.trim()
}

/** A copy for one scenario. Absolute paths that git or init wrote are moved along. */
export function copyTemplate(template: Template): string {
  const root = mkdtempSync(join(tmpdir(), 'pc-'))
  for (const part of ['repo', 'remote.git', 'home']) {
    cpSync(join(template.root, part), join(root, part), { recursive: true, verbatimSymlinks: true })
  }
  symlinkSync(join(template.root, 'package'), join(root, 'package'))
  const git = join(root, 'repo', '.git')
  for (const file of [
    join(git, 'config'),
    ...readdirSync(join(git, 'hooks')).map(hook => join(git, 'hooks', hook)),
  ]) {
    moveAlong(file, template.root, root)
  }
  return root
}

function moveAlong(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  if (text.includes(from)) writeFileSync(file, text.replaceAll(from, to))
}

export function removeAll(dir: string): void {
  // Scenarios may leave read-only folders behind.
  rmSync(dir, { recursive: true, force: true, maxRetries: 3 })
}

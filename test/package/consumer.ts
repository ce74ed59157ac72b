/** A repository of somebody else's that gets the packed tarball as a devDependency. */
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { plant } from '../scenarios/planted.ts'
import { type Result, start } from '../scenarios/process.ts'
import { surroundings } from '../scenarios/surroundings.ts'

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))

export interface Packed {
  file: string
  bytes: number
  dependencies: number
}

export interface Consumer {
  dir: string
  env: NodeJS.ProcessEnv
  /** fails the test unless the program succeeds */
  must(program: string, ...args: string[]): Promise<string>
  run(program: string, ...args: string[]): Promise<Result>
}

/** `npm pack` of what is built. Scripts stay off: `prepare` would rebuild dist/ under the other tests' feet. */
export async function pack(into: string): Promise<Packed> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', into]
  const result = await start('npm', args, { cwd: PROJECT, env: process.env })
  expect(result.code, result.output).toBe(0)
  const [packed] = JSON.parse(result.stdout.slice(result.stdout.indexOf('[')))
  const names: string[] = packed.files.map((file: { path: string }) => file.path)
  expect(names, 'dist/ is not built').toContain('dist/cli.js')
  const manifest = JSON.parse(
    (await start('tar', ['-xOf', packed.filename, 'package/package.json'], { cwd: into, env: process.env }))
      .stdout,
  )
  return {
    file: join(into, packed.filename),
    bytes: packed.size,
    dependencies: Object.keys(manifest.dependencies ?? {}).length,
  }
}

/** `node` is the runtime the repository's user has; the package manager runs under it too. */
export async function consumer(node: string = process.execPath): Promise<Consumer> {
  const root = mkdtempSync(join(tmpdir(), 'pc-package-'))
  const env = environment(root, node)
  const dir = join(root, 'app')
  mkdirSync(dir)
  writeFileSync(join(dir, 'package.json'), '{ "name": "app", "version": "1.0.0", "private": true }\n')
  writeFileSync(join(dir, '.gitignore'), 'node_modules\n')
  const run = (program: string, ...args: string[]) =>
    start(program, args, { cwd: dir, env, timeout: 180_000 })
  const must = async (program: string, ...args: string[]) => {
    const result = await run(program, ...args)
    expect(result.code, `${program} ${args.join(' ')}: ${result.output}`).toBe(0)
    return result.stdout.trim()
  }
  await must('git', 'init', '-q')
  return { dir, env, must, run }
}

function environment(root: string, node: string): NodeJS.ProcessEnv {
  const env = surroundings(join(root, 'home'))
  const bin = join(root, 'node')
  mkdirSync(bin)
  symlinkSync(realpathSync(node), join(bin, 'node'))
  const proxies = Object.entries(process.env).filter(([name]) =>
    /^(https?_proxy|no_proxy|npm_config_registry|node_extra_ca_certs)$/i.test(name),
  )
  return {
    ...env,
    PATH: [bin, env.PATH, dirname(process.execPath)].join(delimiter),
    ...Object.fromEntries(proxies),
  }
}

/** The main job: `npx portcullis init`, then a commit with a token is stopped and one without goes through. */
export async function expectGuarded(user: Consumer): Promise<void> {
  await user.must('npx', '--no', 'portcullis', 'init')
  await user.must('git', 'add', '-A')
  const commit = await user.must('git', 'commit-tree', await user.must('git', 'write-tree'), '-m', 'set up')
  await user.must('git', 'update-ref', 'refs/heads/main', commit)
  await user.must('git', 'checkout', '-q', '-b', 'work')
  const token = plant('github', 7)
  writeFileSync(join(user.dir, 'token.js'), `const token = "${token.text}"\n`)
  await user.must('git', 'add', '-A')
  const dirty = await user.run('git', 'commit', '-m', 'call the API')
  expect(dirty.code, dirty.output).not.toBe(0)
  expect(dirty.stderr).toMatch(token.rule)
  expect(dirty.stderr).toContain('token.js:1')
  writeFileSync(join(user.dir, 'token.js'), 'const token = process.env.TOKEN\n')
  await user.must('git', 'add', '-A')
  await user.must('git', 'commit', '-m', 'call the API')
}

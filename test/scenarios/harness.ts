/** What a scenario works with: a repository of its own, git with real hooks, planted secrets, expectations. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { leaks } from './leaks.ts'
import { type Kind, type Planted, plant } from './planted.ts'
import { type Result, start } from './process.ts'
import { type Engine, gitVersion } from './surroundings.ts'
import { copyTemplate, LONG_AGO, linkPackage, removeAll, type Template } from './template.ts'

/** A scenario file exports these. */
export interface ScenarioFile {
  title: string
  run(s: Scenario): Promise<void>
}

/** Thrown by `needs`: the runner reports the scenario as skipped, with the reason. */
export class Skip extends Error {}

export interface Where {
  cwd?: string
  env?: NodeJS.ProcessEnv
  input?: string | Buffer
  /** git's own stdout shows content here (`commit -p`): only stderr is searched for secrets */
  gitShowsContent?: true
}

export interface Block extends Where {
  /** `file:line` or whatever else the report must point at */
  at?: string | string[]
  /** the rule's name; default: that of the last planted secret */
  rule?: RegExp
  /** where HEAD is, when the command runs outside of the repository */
  head?: string
  /** a rebase moves HEAD to its new base before it is stopped */
  headMoves?: true
}

export interface Pass extends Where {
  /** what must be said although it passes */
  says?: string | RegExp
  /** a push that has nothing to do, a stash, a dry run */
  movesNothing?: true
}

export interface Scenario {
  root: string
  /** the repository; commands run here unless told otherwise */
  dir: string
  remote: string
  env: NodeJS.ProcessEnv
  engine: Engine
  /** skips the scenario unless git is at least this version */
  needs(major: number, minor: number, what: string): void
  secret(kind?: Kind): string
  path(...parts: string[]): string
  write(path: string, content: string | Buffer, mode?: number): void
  append(path: string, content: string): void
  /** replaces text in a file; fails when it is not there */
  edit(path: string, from: string, to: string): void
  remove(path: string): void
  link(target: string, path: string): void
  /** git with its hooks, as a user runs it */
  git(args: string[], where?: Where): Promise<Result>
  /** for setting up: fails the scenario unless git succeeds; returns trimmed stdout */
  quiet(args: string[], where?: Where): Promise<string>
  /** everything in the working tree as a commit on HEAD, by plumbing, so that no hook sees it; returns its id */
  commitUnseen(message?: string, where?: Where): Promise<string>
  /** a ref on the remote, by fetching from there, so that no hook sees it */
  publishUnseen(ref: string, as?: string): Promise<void>
  portcullis(args: string[], where?: Where): Promise<Result>
  /** `git hook run` by file: the hook as git starts it, with its own exit code */
  hook(event: string, args?: string[], where?: Where): Promise<Result>
  /** makes another folder a repository with the package installed and runs init in it */
  repository(name: string, ...initArgs: string[]): Promise<string>
  install(dir: string): Promise<void>
  head(cwd?: string): Promise<string>
  remoteRefs(): Promise<string>
  blocked(args: string[], want?: Block): Promise<Result>
  passes(args: string[], want?: Pass): Promise<Result>
}

/** Runs one scenario on a fresh copy, then looks for the planted secrets in all that was said and written. */
export async function play(file: ScenarioFile, template: Template, engine: Engine): Promise<void> {
  const root = copyTemplate(template)
  const planted: Planted[] = []
  const outputs = new Map<string, string>()
  try {
    await file.run(scenario(root, template, engine, planted, outputs))
    expect(leaks(planted, outputs, root, template.root), 'a planted secret was repeated in').toEqual([])
  } finally {
    if (process.env.PORTCULLIS_TEST_KEEP) console.error(`${file.title}: ${root}`)
    else removeAll(root)
  }
}

function scenario(
  root: string,
  template: Template,
  engine: Engine,
  planted: Planted[],
  outputs: Map<string, string>,
): Scenario {
  const dir = join(root, 'repo')
  const home = join(root, 'home')
  const env = {
    ...template.env,
    HOME: home,
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    PORTCULLIS_ENGINE: engine,
  }
  const run = async (program: string, args: string[], where: Where = {}) => {
    const cwd = where.cwd ?? dir
    const options = {
      cwd,
      env: { ...env, ...where.env },
      ...(where.input === undefined ? {} : { input: where.input }),
    }
    const result = await start(program, args, options)
    outputs.set(
      `${outputs.size + 1}: ${program} ${args.slice(0, 2).join(' ')}`,
      where.gitShowsContent ? result.stderr : result.output,
    )
    return result
  }
  const base = { root, dir, remote: join(root, 'remote.git'), env, engine }
  return {
    ...base,
    ...files(dir),
    ...secrets(planted),
    ...commands(base, run),
    ...expectations(base, run, planted),
  }
}

type Base = Pick<Scenario, 'root' | 'dir' | 'remote' | 'env' | 'engine'>
type Run = (program: string, args: string[], where?: Where) => Promise<Result>

function files(dir: string) {
  const path = (...parts: string[]) => join(dir, ...parts)
  const write = (name: string, content: string | Buffer, mode?: number) => {
    mkdirSync(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), content)
    if (mode !== undefined) chmodSync(path(name), mode)
  }
  const edit = (name: string, from: string, to: string) => {
    const text = readFileSync(path(name), 'utf8')
    if (!text.includes(from)) throw new Error(`nothing to replace in ${name}`)
    writeFileSync(path(name), text.replaceAll(from, to))
  }
  const append = (name: string, content: string) => appendFileSync(path(name), content)
  const remove = (name: string) => rmSync(path(name), { recursive: true })
  const link = (target: string, name: string) => symlinkSync(target, path(name))
  return { path, write, edit, append, remove, link }
}

function secrets(planted: Planted[]) {
  const secret = (kind: Kind = 'stripe') => {
    const made = plant(kind, 1_000 + planted.length)
    planted.push(made)
    return made.text
  }
  const needs = (major: number, minor: number, what: string) => {
    const [have, point] = gitVersion()
    if (have < major || (have === major && point < minor))
      throw new Skip(`${what} needs git ${major}.${minor}`)
  }
  return { secret, needs }
}

function commands(base: Base, run: Run) {
  const setUp = async (program: string, args: string[], where: Where = {}) => {
    const options = { cwd: where.cwd ?? base.dir, env: { ...base.env, ...LONG_AGO, ...where.env } }
    const input = where.input === undefined ? {} : { input: where.input }
    const result = await start(program, args, { ...options, ...input })
    if (result.code !== 0) throw new Error(`set-up: ${program} ${args.join(' ')}: ${result.output}`)
    return result.stdout.trim()
  }
  const quiet = (args: string[], where?: Where) => setUp('git', args, where)
  const bin = join(base.root, 'package', 'bin', 'portcullis.js')
  const install = async (dir: string) => {
    linkPackage(dir, base.root)
    await setUp('node', [join('node_modules', 'portcullis', 'bin', 'portcullis.js'), 'init'], { cwd: dir })
  }
  return {
    quiet,
    install,
    git: (args: string[], where?: Where) => run('git', args, where),
    portcullis: (args: string[], where?: Where) => run('node', [bin, ...args], where),
    hook: (event: string, args: string[] = [], where?: Where) =>
      run('git', ['hook', 'run', event, ...(args.length ? ['--', ...args] : [])], where),
    commitUnseen: (message = 'unseen', where?: Where) => commitUnseen(quiet, message, where),
    publishUnseen: async (ref: string, as = ref) => {
      await quiet(['fetch', '-q', base.dir, `+${ref}:${as}`], { cwd: base.remote })
    },
    repository: async (name: string, ...initArgs: string[]) => {
      const dir = join(base.root, name)
      await quiet(['init', '-q', '-b', 'work', ...initArgs, dir], { cwd: base.root })
      await install(dir)
      return dir
    },
    head: (cwd?: string) => headOf(quiet, cwd ?? base.dir),
    remoteRefs: () => quiet(['for-each-ref'], { cwd: base.remote }),
  }
}

type Quiet = (args: string[], where?: Where) => Promise<string>

async function commitUnseen(quiet: Quiet, message: string, where: Where = {}): Promise<string> {
  await quiet(['add', '-A'], where)
  const tree = await quiet(['write-tree'], where)
  const head = await headOf(quiet, where.cwd)
  const parents = head ? ['-p', head] : []
  const commit = await quiet(['commit-tree', tree, ...parents], { ...where, input: message })
  await quiet(['update-ref', 'HEAD', commit], where)
  return commit
}

/** '' on an unborn branch. */
function headOf(quiet: Quiet, cwd?: string): Promise<string> {
  return quiet(['rev-parse', '-q', '--verify', 'HEAD'], cwd ? { cwd } : {}).catch(() => '')
}

function expectations(base: Base, run: Run, planted: Planted[]) {
  const { head, remoteRefs } = commands(base, run)
  const blocked = async (args: string[], want: Block = {}) => {
    const cwd = want.head ?? want.cwd
    const before = [await head(cwd), await remoteRefs()]
    const result = await run('git', args, want)
    const after = [await head(cwd), await remoteRefs()]
    const what = `git ${args.join(' ')}\n${result.output}`
    expect(result.code, `must be blocked: ${what}`).not.toBe(0)
    if (want.headMoves) after[0] = before[0]!
    expect(after, `must change nothing: ${what}`).toEqual(before)
    expectReport(result, want, planted.at(-1), what)
    return result
  }
  const passes = async (args: string[], want: Pass = {}) => {
    const before = [await head(want.cwd), await remoteRefs()]
    const result = await run('git', args, want)
    const after = [await head(want.cwd), await remoteRefs()]
    const what = `git ${args.join(' ')}\n${result.output}`
    expect(result.code, `must pass: ${what}`).toBe(0)
    if (!want.movesNothing) expect(after, `must have moved something: ${what}`).not.toEqual(before)
    if (want.says) expect(result.stderr, what).toMatch(want.says)
    return result
  }
  return { blocked, passes }
}

function expectReport(result: Result, want: Block, secret: Planted | undefined, what: string): void {
  const rule = want.rule ?? secret?.rule
  if (rule) expect(result.stderr, `must name the rule: ${what}`).toMatch(rule)
  for (const place of [want.at ?? []].flat())
    expect(result.stderr, `must say where: ${what}`).toContain(place)
  expect(result.output, `must not teach a bypass: ${what}`).not.toMatch(/--no-verify|HUSKY=0|hooksPath=/)
}

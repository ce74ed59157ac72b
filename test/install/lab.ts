/** Real repositories with a stand-in engine that writes down each start of Node and answers what the test wants. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { doctor } from '../../src/commands/doctor.ts'
import { type CommandResult, type InitOptions, init } from '../../src/commands/init.ts'

const git = process.env.PORTCULLIS_TEST_GIT ?? 'git'
const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

export interface Call {
  argv: string[]
  stdin: string
}

/** One folder with a blank in its name: an engine, a home, and the repositories of a test. */
export class Lab {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly engine: string
  constructor() {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis lab ')))
    this.engine = join(this.folder, 'engine package')
    this.env = {
      PATH: git.includes('/') ? `${dirname(git)}${delimiter}${process.env.PATH}` : process.env.PATH,
      HOME: join(this.folder, 'home'),
      GIT_CONFIG_NOSYSTEM: '1',
      LAB_LOG: join(this.folder, 'starts.jsonl'),
      LAB_VERDICT: 'allow',
    }
    mkdirSync(this.env.HOME ?? '')
    writeFileSync(
      join(this.folder, 'home/.gitconfig'),
      '[user]\n\tname = Lab\n\temail = lab@example.org\n[init]\n\tdefaultBranch = main\n',
    )
    writeEngine(this.engine)
  }

  run(cwd: string, command: string, env: NodeJS.ProcessEnv = {}): Ran {
    const done = spawnSync('sh', ['-c', command], {
      cwd,
      env: { ...this.env, ...env },
      encoding: 'utf8',
      timeout: 50_000,
    })
    return { code: done.status, stdout: done.stdout, stderr: done.stderr }
  }

  /** Runs what must succeed, and gives its output. */
  must(cwd: string, command: string, env: NodeJS.ProcessEnv = {}): string {
    const done = this.run(cwd, command, env)
    if (done.code !== 0) throw new Error(`${command}: ${done.code}\n${done.stdout}${done.stderr}`)
    return done.stdout.trim()
  }

  /** A new repository with one commit. */
  repo(name = 'a repository'): string {
    const path = join(this.folder, name)
    this.must(this.folder, `git init -q "${name}"`)
    writeFileSync(join(path, 'first'), 'first\n')
    this.must(path, 'git add first && git commit -qm first')
    return path
  }

  init(cwd: string, options: Omit<InitOptions, 'engine'> = {}): CommandResult {
    return init(cwd, this.env, { ...options, engine: { root: this.engine, node: process.execPath } })
  }

  doctor(cwd: string, env: NodeJS.ProcessEnv = {}): CommandResult {
    return doctor(
      cwd,
      { ...this.env, ...env },
      { engineRoot: this.engine, nodeVersion: process.versions.node },
    )
  }

  /** Each start of Node since the last call. */
  calls(): Call[] {
    const log = this.env.LAB_LOG ?? ''
    const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
    rmSync(log, { force: true })
    return lines.filter(Boolean).map(line => JSON.parse(line) as Call)
  }

  /** The events of these starts. */
  starts(): string[] {
    return this.calls().map(({ argv }) => argv[1] ?? '')
  }

  /** A clone set up as `init` leaves it, with nothing started yet and with files older than what follows. */
  guarded(name?: string): string {
    const path = this.repo(name)
    this.init(path)
    this.must(path, 'git add . && git commit -qm guarded --no-verify')
    this.starts()
    return path
  }

  write(cwd: string, name: string, text: string, mode?: number): void {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
    if (mode !== undefined) chmodSync(join(cwd, name), mode)
  }

  end(): void {
    spawnSync('chmod', ['-R', 'u+w', this.folder])
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** husky as `npm install` and its `prepare` leave it. */
export function installHusky(lab: Lab, path: string): void {
  lab.write(path, 'package.json', '{ "devDependencies": { "husky": "9" } }\n')
  lab.must(path, `"${process.execPath}" "${join(repository, 'node_modules/husky/bin.js')}"`)
}

function writeEngine(folder: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  mkdirSync(join(folder, 'dist'), { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "portcullis", "version": "0.0.1", "type": "module" }\n',
  )
  writeFileSync(join(folder, 'bin/portcullis.js'), "import '../dist/cli.js'\n")
  writeFileSync(join(folder, 'dist/cli.js'), engineText())
  const source = readFileSync(join(repository, 'src/install/receipt.ts'), 'utf8')
  writeFileSync(join(folder, 'dist/receipt.js'), transformSync(source, { loader: 'ts' }).code)
}

/** What src/commands/hook.ts does at its edges: read its arguments, leave a receipt, say the verdict. */
function engineText(): string {
  return `
import { appendFileSync, readFileSync } from 'node:fs'
import { leaveReceipt } from './receipt.js'
const argv = process.argv.slice(2)
const own = argv.slice(0, argv.indexOf('--'))
const option = name => (own.includes(name) ? own[own.indexOf(name) + 1] : undefined)
const stdin = argv[1] === 'pre-push' ? readFileSync(0, 'utf8') : ''
appendFileSync(process.env.LAB_LOG, JSON.stringify({ argv, stdin }) + '\\n')
const verdict = process.env.LAB_VERDICT
if (verdict === 'allow' && option('--receipt')) leaveReceipt(option('--receipt'), option('--context'))
if (process.env.LAB_CRASH) process.kill(process.pid, 'SIGKILL')
if (verdict === 'deny') console.error('the reason')
console.log(process.env.LAB_SAYS ?? 'portcullis ' + option('--nonce') + ' ' + verdict)
process.exitCode = process.env.LAB_CODE ? Number(process.env.LAB_CODE) : verdict === 'allow' ? 0 : 1
`
}

/** The environment scenarios run in: nothing of the machine, the user, an agent or a CI run leaks in. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'

export type Engine = 'js' | 'native'

const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin']

// Identity stands here and not in GIT_AUTHOR_*: git hands those to its hooks, where "the same author, name and
// date as HEAD" means an amend. No automatic gc: it would run beside the next command and repack what a test breaks.
const GLOBAL_CONFIG = `[user]
	name = Dev Eloper
	email = dev@example.org
[init]
	defaultBranch = main
[protocol "file"]
	allow = always
[gc]
	auto = 0
[maintenance]
	auto = false
[commit]
	gpgSign = false
[advice]
	detachedHead = false
`

/** Makes HOME, the global config and a folder whose `git` is the one under test; returns the environment. */
export function surroundings(home: string): NodeJS.ProcessEnv {
  mkdirSync(join(home, 'bin'), { recursive: true })
  symlinkSync(testedGit(), join(home, 'bin', 'git'))
  symlinkSync(process.execPath, join(home, 'bin', 'node'))
  writeFileSync(join(home, 'gitconfig'), GLOBAL_CONFIG)
  return {
    PATH: [join(home, 'bin'), ...SYSTEM_PATH].join(delimiter),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
    LC_ALL: 'C.UTF-8',
    TERM: 'dumb',
  }
}

/** PORTCULLIS_TEST_GIT, made absolute, else the first `git` on PATH. */
export function testedGit(): string {
  const wanted = process.env.PORTCULLIS_TEST_GIT ?? 'git'
  if (isAbsolute(wanted)) return wanted
  const found = (process.env.PATH ?? '').split(delimiter).map(dir => join(dir, wanted))
  const git = found.find(executable)
  if (!git) throw new Error(`no git called "${wanted}" on PATH`)
  return git
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** `[2, 39]` of the git under test. */
export function gitVersion(): [number, number] {
  const text = execFileSync(testedGit(), ['--version'], { encoding: 'utf8' })
  const found = /(\d+)\.(\d+)/.exec(text)
  return [Number(found?.[1]), Number(found?.[2])]
}

/** The folder of the native re2 package, or why there is none for this Node. */
export function nativeRe2(packageDir: string): { dir: string } | { missing: string } {
  const candidates = [process.env.PORTCULLIS_TEST_RE2, join(packageDir, 'node_modules', 're2')]
  const dir = candidates.find((path): path is string => !!path && existsSync(join(path, 'package.json')))
  if (!dir) return { missing: 'native re2 is not installed (PORTCULLIS_TEST_RE2 may name its folder)' }
  try {
    execFileSync(process.execPath, ['-e', 'require(process.argv[1])', dir], {
      stdio: 'pipe',
      cwd: dirname(dir),
    })
    return { dir }
  } catch (error) {
    const text = String((error as { stderr?: Buffer }).stderr ?? error)
    return { missing: `native re2 does not load: ${/ERR_\w+|Cannot find[^\n]*/.exec(text)?.[0] ?? 'failed'}` }
  }
}

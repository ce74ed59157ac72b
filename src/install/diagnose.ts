/** Why a hook does not reach us, and the command that mends it. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { ask } from './ask.ts'
import { hasCall } from './block.ts'
import { hookFile } from './probe.ts'
import { isDispatchFolder, type Survey } from './survey.ts'

export interface Problem {
  what: string
  /** a command to run, or a sentence where there is none */
  mend: string
}

const INIT = 'npx portcullis init'

export function diagnose(place: Survey, worktree: string, event: string): Problem {
  return poisonedPath(place, worktree) ?? huskyOff(place) ?? deadFile(place, worktree, event)
}

/** core.hooksPath as it counts in this worktree, where it leads nowhere. */
function poisonedPath({ env, managers }: Survey, worktree: string): Problem | null {
  const args = ['config', '--null', '--show-scope', '--type=path', '--get-all', 'core.hooksPath']
  const words = ask(worktree, args, env).stdout.split('\0')
  const [scope, path] = words.length > 2 ? words.slice(-3) : []
  if (path === undefined || isFolder(resolve(worktree, path))) return null
  const what = `core.hooksPath is "${path}", and there is no such folder here: git runs no hook file and says nothing`
  const isHuskys = path.endsWith('/_') && managers.some(({ name }) => name === 'husky')
  if (isHuskys) return { what, mend: existsSync(join(worktree, '.git/HEAD')) ? 'npm ci' : INIT } // a linked one: for all of them
  if (isDispatchFolder(path)) return { what, mend: INIT }
  return { what, mend: `git config ${scopeOption(scope)} --unset-all core.hooksPath` }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

function scopeOption(scope: string | undefined): string {
  return scope === 'global' || scope === 'system' || scope === 'worktree' ? `--${scope}` : '--local'
}

/** husky's own switch, in the environment or in the file that it reads before each hook. */
function huskyOff({ env, managers }: Survey): Problem | null {
  if (!managers.some(({ name }) => name === 'husky')) return null
  if (env.HUSKY === '0') return { what: 'HUSKY=0 is set: husky runs no hook', mend: 'unset HUSKY' }
  const file = join(env.XDG_CONFIG_HOME ?? join(env.HOME ?? homedir(), '.config'), 'husky/init.sh')
  if (!existsSync(file) || !/^\s*(export\s+)?HUSKY=["']?0/m.test(readFileSync(file, 'utf8'))) return null
  return { what: `"${file}" sets HUSKY=0: husky runs no hook`, mend: `take HUSKY=0 out of ${file}` }
}

function deadFile(place: Survey, worktree: string, event: string): Problem {
  const file = hookFile(place, worktree, event)
  if (!existsSync(file)) return { what: `there is no hook "${file}"`, mend: INIT }
  if ((statSync(file).mode & 0o111) === 0) {
    return { what: `"${file}" is not executable: git passes it over`, mend: `chmod +x ${quoted(file)}` }
  }
  if (!hasCall(readFileSync(file, 'utf8')))
    return { what: `"${file}" ends without calling portcullis`, mend: INIT }
  return {
    what: `"${file}" calls portcullis, but something before it ends the hook`,
    mend: `read ${quoted(file)}`,
  }
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

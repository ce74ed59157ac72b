/** One change that `init` makes: planned as data, skipped where it is done already, printed by `--dry-run`. */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { GitError, PortcullisError } from '../errors.ts'
import { ask, askLine } from './ask.ts'
import { sameFiles } from './same.ts'
import type { Survey } from './survey.ts'

export type Step =
  /** `text: null` deletes. `mode` is set as given, and only what is given is compared */
  | { do: 'write'; path: string; text: string | null; mode?: number }
  | { do: 'move'; from: string; to: string }
  /** copies files and folders `names` of `from` into `to`; `names: null` deletes `to` */
  | { do: 'copy'; from: string; to: string; names: string[] | null }
  /** the repository's own configuration; `value: null` unsets */
  | { do: 'config'; key: string; value: string | null }

/** Is there nothing left to do? */
export function isDone(step: Step, { root, env }: Survey): boolean {
  switch (step.do) {
    case 'write':
      return step.text === null ? !existsSync(step.path) : hasText(step.path, step.text, step.mode)
    case 'move':
      return !lstatSync(step.from, { throwIfNoEntry: false })
    case 'copy':
      return step.names === null ? !existsSync(step.to) : sameFiles(step.from, step.to, step.names)
    case 'config':
      return askLine(root, ['config', '--local', '--get', step.key], env) === step.value
  }
}

function hasText(path: string, text: string, mode: number | undefined): boolean {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) return false
  return mode === undefined || (statSync(path).mode & 0o777) === mode
}

/** Makes the change. Throws PortcullisError (3) where the file system or git refuses it. */
export function take(step: Step, survey: Survey): void {
  try {
    carryOut(step, survey)
  } catch (cause) {
    if (cause instanceof PortcullisError) throw cause
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    const hint = 'make it writable, then run the same command again: what is done already is left alone'
    throw new PortcullisError(3, `could not ${describe(step, survey)}: ${reason}`, { hint, cause })
  }
}

function carryOut(step: Step, survey: Survey): void {
  if (step.do === 'move') move(step.from, step.to)
  else if (step.do === 'copy') copy(step.from, step.to, step.names)
  else if (step.do === 'config') configure(step.key, step.value, survey)
  else if (step.text === null) rmSync(step.path, { force: true })
  else write(step.path, step.text, step.mode)
}

function write(path: string, text: string, mode: number | undefined): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  if (mode !== undefined) chmodSync(path, mode)
}

/** A relative link keeps pointing at the same file. */
function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  const target = lstatSync(from).isSymbolicLink() ? readlinkSync(from) : '/'
  if (isAbsolute(target)) {
    renameSync(from, to)
  } else {
    symlinkSync(relative(dirname(to), resolve(dirname(from), target)), to)
    rmSync(from)
  }
}

function copy(from: string, to: string, names: string[] | null): void {
  rmSync(to, { recursive: true, force: true })
  for (const name of names ?? []) cpSync(`${from}/${name}`, `${to}/${name}`, { recursive: true })
}

function configure(key: string, value: string | null, { root, env }: Survey): void {
  // --unset-all: an earlier version may have left the key twice
  const args = value === null ? ['--unset-all', key] : ['--replace-all', key, value]
  const done = ask(root, ['config', '--local', ...args], env)
  if (done.code !== 0)
    throw new GitError(`git config could not set "${key}": ${done.stderr.trim()}`, { subject: key })
}

/** One line for people, paths as seen from the worktree. */
export function describe(step: Step, { root }: Survey): string {
  const seen = (path: string) => (relative(root, path).startsWith('..') ? path : relative(root, path))
  switch (step.do) {
    case 'write':
      return step.text === null
        ? `remove ${seen(step.path)}`
        : `${existsSync(step.path) ? 'change' : 'write'} ${seen(step.path)}`
    case 'move':
      return `move ${seen(step.from)} to ${seen(step.to)}`
    case 'copy':
      return step.names === null ? `remove ${seen(step.to)}` : `copy the engine to ${seen(step.to)}`
    case 'config':
      return step.value === null ? `unset git config ${step.key}` : `set git config ${step.key}`
  }
}

/** A repository of its own for a test of `portcullis rules`, and credentials that are made when it runs. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expand } from '../../src/detect/template.ts'
import { type Result, start } from '../scenarios/process.ts'
import { surroundings } from '../scenarios/surroundings.ts'

const BIN = fileURLToPath(new URL('../../bin/portcullis.js', import.meta.url))

export interface RulesRepo {
  dir: string
  write(path: string, text: string | Buffer): void
  read(path: string): string
  rules(...args: string[]): Promise<Result>
  portcullis(...args: string[]): Promise<Result>
  /** the same in a folder that is in no repository */
  outside(...args: string[]): Promise<Result>
  git(...args: string[]): Promise<Result>
  /** everything in the worktree, as a commit; its id */
  commit(): Promise<string>
  remove(): void
}

export async function rulesRepo(): Promise<RulesRepo> {
  const root = mkdtempSync(join(tmpdir(), 'pc-rules-'))
  const env = { ...surroundings(join(root, 'home')), NO_COLOR: '1' }
  const dir = join(root, 'app')
  mkdirSync(dir)
  const run = (program: string, args: string[]) => start(program, args, { cwd: dir, env })
  const portcullis = (...args: string[]) => run(process.execPath, [BIN, ...args])
  const git = (...args: string[]) => run('git', args)
  await git('init', '-q', '.')
  return {
    dir,
    portcullis,
    outside: (...args) => start(process.execPath, [BIN, ...args], { cwd: root, env }),
    git,
    rules: (...args) => portcullis('rules', ...args),
    write(path, text) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    },
    read: path => readFileSync(join(dir, path), 'utf8'),
    async commit() {
      await git('add', '-A')
      await git('commit', '-qm', 'more', '--allow-empty')
      return (await git('rev-parse', 'HEAD')).stdout.trim()
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

let seed = 1

/** Random, another one each time. */
export function made(template: string): string {
  return expand(template, seed++)
}

export const GITHUB = 'ghp_⟦[A-Za-z0-9]{36}⟧'

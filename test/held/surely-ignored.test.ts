/** What is read off .gitignore and the index agrees with git: whatever is called ignored, git ignores. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import type { Repo } from '../../src/git/run.ts'
import { surelyIgnored } from '../../src/held/surely-ignored.ts'

const root = mkdtempSync(join(tmpdir(), 'pc-ignored-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const env = { PATH: process.env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
const PATHS = ['.env', '.env.local', '.envrc', 'apps/web/.env', 'apps/.env.production', 'src/.env']

let made = 0

function repository(gitignore: string): { repo: Repo; dir: string; git: (...args: string[]) => string } {
  const dir = join(root, `r${made++}`)
  mkdirSync(dir)
  for (const path of [...PATHS, 'link']) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), 'A=1\n')
  }
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: dir, env, encoding: 'utf8', stdio: 'pipe' })
  git('init', '-q')
  writeFileSync(join(dir, '.gitignore'), gitignore)
  const gitDir = join(dir, '.git')
  return { repo: { git: 'git', gitDir, commonDir: gitDir, worktree: dir, env, hashLength: 40 }, dir, git }
}

function ignoredByGit(git: (...args: string[]) => string): string[] {
  try {
    return git('check-ignore', ...PATHS)
      .split('\n')
      .filter(Boolean)
  } catch {
    return [] // 1: none
  }
}

const line = fc.oneof(
  fc.constantFrom(
    '.env',
    '/.env',
    '.env*',
    '*.local',
    '.env.*',
    '!.env',
    '!.env.local',
    '**/.env',
    'apps/',
    '/apps',
  ),
  fc.constantFrom(
    'apps/**',
    'apps/*/.env',
    '**/web/**',
    '!apps/web/.env',
    '*',
    '!*',
    '# .env',
    '\\.env',
    '.en[v]',
  ),
  fc.constantFrom(
    '.ENV',
    '!.ENV',
    '.env ',
    '.env/',
    'src/**/.env',
    '!**/.env',
    '?env',
    'a**/.env',
    '.env\r',
    '!.en[v]',
  ),
)

it('calls nothing ignored that git does not ignore', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), lines => {
      const { repo, dir, git } = repository(lines.join('\n'))
      const sure = [...surelyIgnored(repo, dir, PATHS)]
      expect(ignoredByGit(git)).toEqual(expect.arrayContaining(sure))
    }),
    { numRuns: 60 },
  )
})

it('is sure of what scaffolds write', () => {
  const { repo, dir } = repository('node_modules/\n*.py[cod]\n# local\n.env\n.env.*\n.envrc\n!.env.example\n')
  expect([...surelyIgnored(repo, dir, PATHS)]).toEqual(PATHS)
})

it('is not sure of what is tracked, wherever else the name stands', () => {
  const { repo, dir, git } = repository('.env*\n')
  git('add', '-f', 'apps/web/.env', '.env.local', 'link')
  const sure = [...surelyIgnored(repo, dir, PATHS)]
  expect(sure).toEqual(['.env', '.envrc', 'apps/.env.production', 'src/.env'])
})

it.each([
  ['of version 4', ['update-index', '--index-version', '4']],
  ['that is split', ['update-index', '--split-index']],
])('is not sure with an index %s', (_, args) => {
  const { repo, dir, git } = repository('.env*\n')
  git('add', '-f', '.env', 'src')
  git(...args)
  expect([...surelyIgnored(repo, dir, PATHS)]).toEqual([])
})

it('leaves a folder with rules of its own to git', () => {
  const { repo, dir } = repository('.env*\n')
  writeFileSync(join(dir, 'src/.gitignore'), '!.env\n')
  expect(surelyIgnored(repo, dir, PATHS)).not.toContain('src/.env')
})

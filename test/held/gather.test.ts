/** Gathering is an extra net: whatever goes wrong in it is told and is no failure. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { expand } from '../../src/detect/template.ts'
import type { Repo } from '../../src/git/run.ts'
import { findEnvFiles } from '../../src/held/folders.ts'
import { gather } from '../../src/held/gather.ts'

const root = mkdtempSync(join(tmpdir(), 'pc-gather-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const value = expand('⟦[A-Za-z0-9]{20}⟧', 9)
const settings = { files: true, environment: true, ignore: [] }

function folder(name: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, name, path, '..'), { recursive: true })
    writeFileSync(join(root, name, path), text)
  }
  return join(root, name)
}

function repoIn(worktree: string, git = 'git'): Repo {
  const gitDir = join(worktree, '.git')
  return { git, gitDir, commonDir: gitDir, worktree, env: { PATH: process.env.PATH }, hashLength: 40 }
}

it('a trusted base that cannot be read', async () => {
  const worktree = folder('base', { '.env.example': `TOKEN=${value}\n` })
  const readBase = () => Promise.reject(new RangeError('no'))
  const { secrets, notices } = await gather({
    repo: repoIn(worktree),
    env: { A_TOKEN: value },
    settings,
    readBase,
  })
  expect(secrets).toEqual([])
  expect(notices).toEqual(['your own secrets could not be gathered (RangeError): they are not looked for'])
})

it('a git that is gone: the files it was asked about are named, everything else is gathered', async () => {
  const worktree = folder('gone', { '.env': `A_TOKEN=${value}\n` })
  const repo = repoIn(worktree, join(root, 'no-git'))
  const { secrets, notices } = await gather({
    repo,
    env: { B_TOKEN: value },
    settings,
    readBase: () => Promise.resolve(null),
  })
  expect(secrets.map(({ kept }) => kept)).toEqual([['B_TOKEN in the environment']])
  expect(notices).toEqual([expect.stringMatching(/^\.env was not read \(git was not found/)])
})

it('folders: the root, two levels of projects, nothing in other repositories or dependencies', () => {
  const found = findEnvFiles(
    folder('tree', {
      ...Object.fromEntries(
        ['.env', '.env.local', '.envrc', '.environment', 'env', 'x.env'].map(path => [path, '']),
      ),
      ...Object.fromEntries(
        ['.env.example', 'example.env', '.env.sample', 'apps/.env.dist'].map(path => [path, '']),
      ),
      ...Object.fromEntries(
        ['web/.env', 'apps/web/.env.local', 'apps/web/.env.example'].map(path => [path, '']),
      ),
      ...Object.fromEntries(
        ['node_modules/a/.env', 'sub/.git/HEAD', 'sub/.env', '.cache/.env'].map(path => [path, '']),
      ),
      'deep/er/still/.env': '',
    }),
  )
  expect(found.env.sort()).toEqual(['.env', '.env.local', '.envrc', 'apps/web/.env.local', 'web/.env'])
  expect(found.templates.sort()).toEqual([
    '.env.example',
    '.env.sample',
    'apps/web/.env.example',
    'example.env',
  ])
})

it('nothing is gathered of what the policy leaves out', async () => {
  const worktree = folder('off', { '.env': `A_TOKEN=${value}\n`, '.gitignore': '.env\n' })
  const sources = { repo: repoIn(worktree), env: { B_TOKEN: value }, readBase: () => Promise.resolve(null) }
  const kept = async (part: object) =>
    (await gather({ ...sources, settings: { ...settings, ...part } })).secrets.flatMap(one => one.kept)
  expect(await kept({})).toEqual(['A_TOKEN in .env (ignored by git)', 'B_TOKEN in the environment'])
  expect(await kept({ files: false })).toEqual(['B_TOKEN in the environment'])
  expect(await kept({ environment: false })).toEqual(['A_TOKEN in .env (ignored by git)'])
  expect(await kept({ ignore: ['A_TOKEN', 'B_TOKEN'] })).toEqual([])
})

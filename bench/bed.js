// Repositories to time hooks in: a clone of a corpus with edits staged, once guarded by `portcullis init`, once bare of hooks.

import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** No agent's or CI's variables, no configuration of this machine: as a person's terminal, with `node` as its Node. */
export function environment(root, node) {
  const bin = join(root, 'bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(realpathSync(node), join(bin, 'node'))
  writeFileSync(
    join(root, 'gitconfig'),
    '[user]\n\tname = Dev\n\temail = dev@example.org\n[gc]\n\tauto = 0\n',
  )
  const config = { GIT_CONFIG_GLOBAL: join(root, 'gitconfig'), GIT_CONFIG_NOSYSTEM: '1' }
  return { PATH: `${bin}:${process.env.PATH}`, HOME: root, LC_ALL: 'C.UTF-8', TERM: 'dumb', ...config }
}

/** Clones `corpus` to `dir`, on a branch of its own whose commit is a minute old. */
export function cloneCorpus(corpus, dir, env) {
  execFileSync('git', ['clone', '-q', '--no-hardlinks', corpus, dir], { env })
  git(dir, env, 'checkout', '-q', '-B', 'bench')
}

/** The package as a devDependency, `init` run, and what it wrote committed by plumbing (nothing to judge in it). */
export function guard(dir, root, env) {
  const installed = join(root, 'package')
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(PROJECT, part), join(installed, part), { recursive: true })
  mkdirSync(join(dir, 'node_modules'), { recursive: true })
  symlinkSync(installed, join(dir, 'node_modules', 'portcullis'))
  writeFileSync(join(dir, '.git', 'info', 'exclude'), 'node_modules\n')
  execFileSync('node', ['node_modules/portcullis/bin/portcullis.js', 'init'], { cwd: dir, env })
  git(dir, env, 'add', '-A')
  const commit = git(dir, env, 'commit-tree', git(dir, env, 'write-tree'), '-p', 'HEAD', '-m', 'set up')
  git(dir, env, 'update-ref', 'HEAD', commit)
  git(dir, env, 'update-ref', git(dir, env, 'symbolic-ref', 'refs/remotes/origin/HEAD'), commit) // the policy is in force
}

/** Stages `lines` lines of real code at the end of each of `count` source files; returns their names. */
export function stage(dir, env, count, lines) {
  git(dir, env, 'reset', '-q', '--hard')
  const sources = git(dir, env, 'ls-files')
    .split('\n')
    .filter(name => /\.(js|ts|py|go|c|rb|java)$/.test(name))
  const names = sources.slice(0, count)
  const donor = readFileSync(join(dir, sources.at(-1)), 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
  for (const [i, name] of names.entries()) {
    const added = Array.from({ length: lines }, (_, n) => donor[(i * lines + n) % donor.length])
    appendFileSync(join(dir, name), `\n${added.join('\n')}\n`)
  }
  git(dir, env, 'add', '-A')
  writeFileSync(join(dir, '.git', 'COMMIT_EDITMSG'), 'bench\n') // prepare-commit-msg reads it
  return names
}

/** The guard must be awake: a key (random, as Stripe makes them: they have no checksum that a made-up one would fail) is refused. */
export function assertAwake(dir, env) {
  const key = Array.from({ length: 30 }, () => Math.floor(Math.random() * 36).toString(36)).join('')
  writeFileSync(join(dir, 'awake.js'), `const key = "${['sk', '_live_'].join('')}${key}"\n`)
  git(dir, env, 'add', '-A')
  const result = spawnSync('git', ['commit', '-m', 'x'], { cwd: dir, env })
  git(dir, env, 'reset', '-q', '--hard')
  if (result.status === 0) throw new Error('the guarded repository let a token through')
}

export function git(cwd, env, ...args) {
  return execFileSync('git', args, { cwd, env, encoding: 'utf8' }).trim()
}

export function project() {
  return dirname(join(PROJECT, 'x'))
}

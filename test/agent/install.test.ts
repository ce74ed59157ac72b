/** `agent install`, `status`, `remove`: real files in a home and a repository. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  agentLines,
  type InstallFlags,
  runInstall,
  runRemove,
  runStatus,
} from '../../src/commands/agent/setup.ts'
import type { Io } from '../../src/enforce.ts'
import { parseToml } from '../../src/policy/toml.ts'
import { type Bench, openBench } from './lab.ts'

let bench: Bench
beforeAll(() => {
  bench = openBench()
})
afterAll(() => bench.remove())

const SETTINGS = '{\n\t// mine\n\t"model": "x"\n}'

it('user: launcher, engine and settings; status says ok; remove gives everything back', () => {
  const file = join(bench.home, '.claude/settings.json')
  put(file, SETTINGS)
  mkdirSync(join(bench.home, '.vibe'))
  const before = tree(bench.home)
  const flags: InstallFlags = { scope: 'user' }
  expect(call(() => runInstall(flags, io()))).toMatchObject({
    exit: 0,
    text: expect.stringMatching(/Claude Code: change [\s\S]*Mistral Vibe: write/),
  })
  const base = join(bench.home, '.local/share/portcullis')
  expect(readdirSync(base).sort()).toEqual(['agent', 'agents.json', 'engine', 'node'])
  expect(readFileSync(file, 'utf8')).toContain(`sh ${join(base, 'agent')} || exit 2`)
  expect(call(() => runStatus(io()))).toMatchObject({
    exit: 0,
    text: expect.stringContaining('agent claude-code (user): ok'),
  })
  const again = call(() => runInstall(flags, io()))
  expect(again.text).toContain('nothing to do')
  expect(call(() => runRemove(flags, io())).exit).toBe(0)
  expect(tree(bench.home)).toEqual([...before, '.local/', '.local/share/'].sort())
  expect(readFileSync(file, 'utf8')).toBe(SETTINGS)
})

it('project: no path of this machine in what is committed', () => {
  const flags: InstallFlags = { scope: 'project', all: true }
  expect(call(() => runInstall(flags, io())).text).toContain('commit these files')
  const files = [
    '.claude/settings.json',
    '.codex/hooks.json',
    '.cursor/hooks.json',
    '.gemini/settings.json',
    '.github/hooks/portcullis.json',
  ]
  for (const name of [
    ...files,
    '.windsurf/hooks.json',
    '.opencode/plugins/portcullis.js',
    '.vibe/hooks.toml',
  ]) {
    const text = readFileSync(join(bench.root, name), 'utf8')
    expect([
      name,
      text.includes('.portcullis/agent'),
      text.includes(bench.home),
      text.includes(bench.root),
    ]).toEqual([name, true, false, false])
  }
  expect(call(() => runStatus(io())).exit).toBe(0)
  call(() => runRemove({ scope: 'project', all: true }, io()))
  expect(bench.git('status', '--porcelain')).toBe('')
})

it('local: only where a host has such settings', () => {
  const { text } = call(() => runInstall({ scope: 'local', host: ['claude-code', 'cursor'] }, io()))
  expect(text).toContain('Cursor has no settings of scope local')
  expect(readFileSync(join(bench.root, '.claude/settings.local.json'), 'utf8')).toContain(
    '.git/portcullis/agent',
  )
  call(() => runRemove({ scope: 'local' }, io()))
  expect(existsSync(join(bench.root, '.claude'))).toBe(false)
})

it('a launcher that is gone or changed is a problem, with the command that mends it', () => {
  call(() => runInstall({ scope: 'user', host: ['gemini-cli'] }, io()))
  const launcher = join(bench.home, '.local/share/portcullis/agent')
  writeFileSync(launcher, 'exit 0\n')
  expect(agentLines(io()).problems).toEqual([
    {
      what: expect.stringContaining('not the one of this version'),
      mend: 'portcullis agent install --scope user',
    },
  ])
  rmSync(launcher)
  expect(call(() => runStatus(io()))).toMatchObject({
    exit: 1,
    text: expect.stringContaining('the launcher is missing'),
  })
  call(() => runInstall({ scope: 'user', host: ['gemini-cli'] }, io()))
  expect(call(() => runStatus(io())).exit).toBe(0)
  call(() => runRemove({ scope: 'user' }, io()))
})

it('settings that are no JSON: nothing is touched, file and line are named', () => {
  const file = join(bench.home, '.cursor/hooks.json')
  put(file, '{\n  oops\n}')
  expect(() => runInstall({ scope: 'user', host: ['cursor'] }, io())).toThrow(
    expect.objectContaining({ exit: 2, detail: expect.objectContaining({ subject: file, line: 2 }) }),
  )
  expect(readFileSync(file, 'utf8')).toBe('{\n  oops\n}')
  rmSync(file)
})

it('wrong usage is exit 2 with the next step', () => {
  expect(() => runInstall({ scope: 'user', host: ['nobody'] }, io())).toThrow(
    expect.objectContaining({ exit: 2, detail: { hint: expect.stringContaining('claude-code') } }),
  )
  expect(() => runInstall({ scope: 'local', host: ['claude-code'] }, io(bench.home))).toThrow(
    expect.objectContaining({ exit: 2 }),
  )
})

it('--managed prints what an administrator puts in place, and writes nothing', () => {
  const before = tree(bench.home)
  const { text } = call(() => runInstall({ scope: 'user', managed: true }, io()))
  expect(text).toContain('# /etc/claude-code/managed-settings.json')
  const blocks = text.split(/^# (\/.*)\n/m).slice(1)
  const read = blocks.flatMap((name, n) => (n % 2 === 1 ? [] : [[name, blocks[n + 1]!] as const]))
  for (const [name, block] of read)
    expect(typeof (name.endsWith('.toml') ? parseToml(block, name) : JSON.parse(block)), name).toBe('object')
  expect(JSON.parse(blocks[1]!)).toMatchObject({
    allowManagedHooksOnly: true,
    permissions: { disableBypassPermissionsMode: 'disable' },
  })
  expect(tree(bench.home)).toEqual(before)
})

let said: string[] = []

function io(cwd = bench.root): Io {
  said = []
  const into = said
  return {
    cwd,
    env: bench.env,
    out: text => void into.push(text),
    err: () => {},
    color: () => 0,
    interactive: () => false,
    answers: () => false,
    stdin: () => Buffer.alloc(0),
    node: { path: process.execPath, version: process.versions.node },
  }
}

function call(act: () => number): { exit: number; text: string } {
  const exit = act()
  return { exit, text: said.join('') }
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Files and folders (with a slash), the test's own tools left out. */
function tree(folder: string, prefix = ''): string[] {
  const entries = readdirSync(join(folder, prefix), { withFileTypes: true })
  const names = entries.flatMap(entry => {
    const name = `${prefix}${entry.name}`
    if (name === 'bin' || name === 'gitconfig') return []
    return entry.isDirectory() ? [`${name}/`, ...tree(folder, `${name}/`)] : [name]
  })
  return names.sort()
}

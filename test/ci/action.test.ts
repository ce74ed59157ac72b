// action.yml and the workflow, as text and as the shell would run it: only the action's own files may run.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const action = readFileSync(new URL('action.yml', ROOT), 'utf8')
const workflows = readdirSync(new URL('.github/workflows/', ROOT)).map(name =>
  readFileSync(new URL(`.github/workflows/${name}`, ROOT), 'utf8'),
)

/** The `run: |` blocks, in order, without their indentation. */
function scripts(yaml: string): string[] {
  const blocks = [...yaml.matchAll(/^( +)run: \|\n((?:\1 {2}.*\n|\n)+)/gm)]
  return blocks.map(([, indent, body]) => body!.replaceAll(new RegExp(`^${indent} {2}`, 'gm'), ''))
}

let dir = ''
let env: Record<string, string> = {}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portcullis-action-'))
  for (const folder of ['action/bin', 'action/dist', 'judged/bin', 'judged/dist', 'path']) {
    mkdirSync(join(dir, folder), { recursive: true })
  }
  writeFileSync(join(dir, 'action/bin/portcullis.js'), tell('action'))
  writeFileSync(join(dir, 'judged/bin/portcullis.js'), tell('judged'))
  writeFileSync(join(dir, 'action/dist/cli.js'), '')
  writeFileSync(join(dir, 'bad.cjs'), 'process.exit(0)')
  // npm is a script here that leaves a trace: no test reaches a registry
  writeFileSync(join(dir, 'path/npm'), '#!/bin/sh\necho "npm $* in $(pwd) ${NODE_OPTIONS-clean}"\n')
  chmodSync(join(dir, 'path/npm'), 0o755)
  env = {
    PATH: `${join(dir, 'path')}:${join(process.execPath, '..')}:${process.env.PATH}`,
    GITHUB_ACTION_PATH: join(dir, 'action'),
    NODE_OPTIONS: `--require ${join(dir, 'bad.cjs')}`,
    GATE_BASE: '',
    GATE_HEAD: '',
    GATE_SARIF: '',
    GATE_FAIL_ON: '',
  }
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function tell(who: string): string {
  return `console.log(JSON.stringify([${JSON.stringify(who)}, ...process.argv.slice(2)])); process.exit(1)`
}

/** As the runner starts `shell: bash`, in the checkout under judgement. */
function shell(script: string, more: Record<string, string> = {}) {
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script]
  const { status, stdout } = spawnSync('bash', args, {
    cwd: join(dir, 'judged'),
    env: { ...env, ...more },
    encoding: 'utf8',
  })
  return { status, stdout: stdout.trim() }
}

describe('the step that judges', () => {
  const judge = () => scripts(action)[1]!

  test('runs the action’s own engine, whatever the checkout brings or NODE_OPTIONS say, and hands its exit on', () => {
    const { status, stdout } = shell(judge())
    expect(JSON.parse(stdout)).toEqual(['action', 'ci'])
    expect(status).toBe(1)
  })

  test('inputs become single arguments, never commands', () => {
    const { stdout } = shell(judge(), {
      GATE_BASE: '$(touch pwned) ; x',
      GATE_HEAD: 'HEAD',
      GATE_SARIF: 'a b.sarif',
      GATE_FAIL_ON: 'warn',
    })
    expect(JSON.parse(stdout)).toEqual([
      'action',
      'ci',
      '--base',
      '$(touch pwned) ; x',
      '--head',
      'HEAD',
      '--report',
      'sarif=a b.sarif',
      '--fail-on',
      'warn',
    ])
    expect(readdirSync(join(dir, 'judged'))).not.toContain('pwned')
  })
})

describe('the step that builds', () => {
  const build = () => scripts(action)[0]!

  test('a release that carries dist builds nothing', () => {
    expect(shell(build())).toEqual({ status: 0, stdout: '' })
  })

  test('else it builds in the action’s folder, without install scripts and without NODE_OPTIONS', () => {
    rmSync(join(dir, 'action/dist'), { recursive: true })
    const at = `in ${execFileSync('realpath', [join(dir, 'action')], { encoding: 'utf8' }).trim()} clean`
    expect(shell(build())).toEqual({
      status: 0,
      stdout: `npm ci --ignore-scripts --no-audit --no-fund ${at}\nnpm run build ${at}`,
    })
  })

  test('no Node, or one too old, is exit 3 and says what to add', () => {
    writeFileSync(join(dir, 'path/node'), '#!/bin/sh\nexit 1\n')
    chmodSync(join(dir, 'path/node'), 0o755)
    const { status, stdout } = shell(build())
    expect(status).toBe(3)
    expect(stdout).toContain('Node 20.19 or newer is needed: add a step with actions/setup-node')
  })
})

describe('the files as text', () => {
  test('no expression stands inside a script', () => {
    for (const yaml of [action, ...workflows]) {
      for (const script of [...scripts(yaml), ...(yaml.match(/run: [^|\n]+/g) ?? [])])
        expect(script).not.toContain('${{')
    }
  })

  test('every foreign action is pinned to a commit', () => {
    const used = workflows.flatMap(yaml => [...yaml.matchAll(/uses: (\S+)/g)].map(match => match[1]!))
    expect(used.length).toBeGreaterThan(0)
    for (const name of used.filter(n => !n.startsWith('./'))) expect(name).toMatch(/@[0-9a-f]{40}$/)
  })

  test('this repository’s gate comes from the commit before the change', () => {
    const gate = workflows.find(yaml => yaml.includes('uses: ./gate'))
    expect(gate).toMatch(/path: gate\n +ref: \$\{\{ github\.event\.pull_request\.base\.sha \|\| /)
    expect(gate).not.toMatch(/uses: \.\/?\n/)
    expect(gate).toContain('fetch-depth: 0')
  })
})

/** The recipes of docs/scale.md: they are YAML, ask for nothing they do not need, and their scripts do what they say. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start } from '../scenarios/process.ts'
import { surroundings } from '../scenarios/surroundings.ts'
import { secret } from '../secret.ts'
import { parseYaml, type Yaml } from './yaml.ts'

const BIN = fileURLToPath(new URL('../../bin/portcullis.js', import.meta.url))
const [github, gitlab, kubernetes] = [
  ...readFileSync('docs/scale.md', 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm),
].map(found => ({ text: found[1]!, value: parseYaml(found[1]!) })) as [Recipe, Recipe, Recipe]

interface Recipe {
  text: string
  value: Yaml
}

let root: string
let env: NodeJS.ProcessEnv

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'pc-scale-'))
  env = surroundings(join(root, 'home'))
  symlinkSync(BIN, join(root, 'home', 'bin', 'portcullis'))
  // no test reaches a registry
  writeFileSync(join(root, 'home', 'bin', 'npm'), '#!/bin/sh\nexit 0\n')
  chmodSync(join(root, 'home', 'bin', 'npm'), 0o755)
  for (const name of ['origin', 'shards', 'reports']) mkdirSync(join(root, name))
  await sh('git init -q . && git commit -q --allow-empty -m first', 'origin')
  for (const name of ['a', 'b', 'c', 'd']) {
    const value = secret()
    writeFileSync(join(root, 'origin', `${name}.ini`), `key = '${value}'\n`)
    await sh(`git add -A && git commit -qm ${name}`, 'origin')
  }
  await sh('git clone -q origin work && git -C work checkout -q --detach')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('GitHub Actions', () => {
  const jobs = at(github.value, 'jobs') as Record<string, Yaml>
  const steps = (job: string) => at(jobs[job]!, 'steps') as Record<string, Yaml>[]
  const runs = (job: string) => steps(job).flatMap(({ run }) => (run as string) ?? [])

  it('gives every action by its commit, a permission to nobody but the checkout, and no expression to a shell', () => {
    const used = Object.keys(jobs).flatMap(job => steps(job).flatMap(({ uses }) => (uses as string) ?? []))
    expect(used.length).toBeGreaterThan(5)
    for (const name of used) expect(name).toMatch(/@[0-9a-f]{40}$/)
    expect(github.text.match(/@[0-9a-f]{40}(?! # v\d)/g)).toBeNull()
    expect(at(github.value, 'permissions')).toEqual({})
    const given = Object.entries(jobs).map(([name, job]) => [name, (job as Record<string, Yaml>).permissions])
    expect(given).toEqual([
      ['take', { contents: 'read' }],
      ['scan', undefined],
      ['merge', undefined],
    ])
    for (const run of Object.keys(jobs).flatMap(runs)) expect(run).not.toContain('${{')
    expect(github.text).toContain('persist-credentials: false')
  })

  it('merges whatever became of the shards', () => {
    expect([at(jobs.scan!, 'needs'), at(jobs.merge!, 'needs')]).toEqual(['take', 'scan'])
    expect(at(jobs.merge!, 'if')).toBe('${{ !cancelled() }}')
    expect(at(jobs.scan!, 'strategy', 'fail-fast')).toBe('false')
  })

  it('its scripts, run as they stand, find what lies there', { timeout: 300_000 }, async () => {
    for (const run of runs('take')) expect(await sh(run, 'work')).toMatchObject({ code: 0 })
    const shards = at(jobs.scan!, 'strategy', 'matrix', 'shard') as string[]
    for (const SHARD of shards) {
      machine(SHARD, 'work')
      for (const run of runs('scan'))
        expect(await sh(run, SHARD, { SHARD, SHARDS: `${shards.length}` })).toMatchObject({ code: 0 })
      renameSync(join(root, SHARD, `shard-${SHARD}.json`), join(root, 'shards', `shard-${SHARD}.json`))
    }
    const GITHUB_STEP_SUMMARY = join(root, 'summary.md')
    const results = []
    for (const run of runs('merge')) results.push(await sh(run, '.', { GITHUB_STEP_SUMMARY }))
    expect(results.map(({ code }) => code)).toEqual([0, 1])
    expect(results[1]!.stdout).toMatch(/looked at 5 commits, 4 blobs, .*\nfound: 4 denied \(/)
    expect(readFileSync(GITHUB_STEP_SUMMARY, 'utf8')).toContain('stripe-live-key')
  })
})

describe('GitLab CI', () => {
  const script = (job: string) => at(gitlab.value, job, 'script') as string[]

  it('its scripts, run as they stand, find what lies there', { timeout: 300_000 }, async () => {
    for (const line of script('take')) expect(await sh(line, 'work')).toMatchObject({ code: 0 })
    const CI_NODE_TOTAL = at(gitlab.value, 'scan', 'parallel') as string
    for (let index = 1; index <= Number(CI_NODE_TOTAL); index++) {
      const CI_NODE_INDEX = `${index}`
      machine(CI_NODE_INDEX, 'work')
      for (const line of script('scan'))
        expect(await sh(line, CI_NODE_INDEX, { CI_NODE_INDEX, CI_NODE_TOTAL })).toMatchObject({ code: 0 })
      renameSync(join(root, CI_NODE_INDEX, `shard-${index}.json`), join(root, `shard-${index}.json`))
    }
    const results = []
    for (const line of script('merge')) results.push(await sh(line, '.'))
    expect(results.map(({ code }) => code)).toEqual([0, 1])
    expect(JSON.parse(readFileSync(join(root, 'history.json'), 'utf8'))).toMatchObject({
      complete: true,
      repository: 'app',
      coverage: { commits: 5, blobs: 4 },
    })
  })

  it('merges whatever became of the shards', () => {
    expect(at(gitlab.value, 'merge', 'when')).toBe('always')
    expect(at(gitlab.value, 'stages')).toEqual(['take', 'scan', 'merge'])
  })
})

describe('Kubernetes', () => {
  const spec = at(kubernetes.value, 'spec') as Record<string, Yaml>
  const [container] = at(spec.template!, 'spec', 'containers') as Record<string, Yaml>[]

  it('is an Indexed Job of as many completions as shards', () => {
    expect([spec.completionMode, at(kubernetes.value, 'kind')]).toEqual(['Indexed', 'Job'])
    expect(container!.env).toEqual([{ name: 'SHARDS', value: spec.completions }])
    expect(at(spec.template!, 'spec', 'automountServiceAccountToken')).toBe('false')
  })

  it('its script, run as it stands for each index from 0, finds what lies there', {
    timeout: 300_000,
  }, async () => {
    await sh('git clone -q --mirror origin app.git')
    const [program, ...options] = container!.command as string[]
    const [script] = container!.args as string[]
    for (let index = 0; index < Number(spec.completions); index++) {
      const given = { JOB_COMPLETION_INDEX: `${index}`, SHARDS: spec.completions as string }
      expect(
        await start(program!, [...options, script!], { cwd: root, env: { ...env, ...given } }),
      ).toMatchObject({ code: 0 })
    }
    const { code, stdout } = await sh('portcullis report merge reports')
    expect(stdout).toMatch(/looked at 5 commits, 4 blobs, .*\nfound: 4 denied \(/)
    expect(code).toBe(1)
  })

  it('a shard that could not look ends with a failure', async () => {
    const [script] = container!.args as string[]
    const { code } = await sh(script!, '.', { JOB_COMPLETION_INDEX: '0', SHARDS: '2' })
    expect(code).not.toBe(0)
  })
})

/** A machine of its own, with nothing but the bundle. */
function machine(name: string, from: string): void {
  mkdirSync(join(root, name))
  symlinkSync(join(root, from, 'app.bundle'), join(root, name, 'app.bundle'))
}

function at(value: Yaml, ...path: string[]): Yaml {
  return path.reduce((within, key) => (within as Record<string, Yaml>)[key]!, value)
}

function sh(command: string, folder = '.', more: NodeJS.ProcessEnv = {}) {
  const PATH = [env.PATH, process.env.PATH].join(delimiter)
  return start('sh', ['-ec', command], { cwd: join(root, folder), env: { ...env, PATH, ...more } })
}

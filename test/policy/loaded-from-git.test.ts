import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { policyCheck, policyExplain, policyTest } from '../../src/commands/policy.ts'
import { checkPath } from '../../src/guard/paths.ts'
import { baselineEntries, formatBaseline } from '../../src/policy/baseline.ts'
import { BASELINE_FILE, KEY_FILE, POLICY_FILE, RULES_FOLDER } from '../../src/policy/files.ts'
import { loadPolicy, readWorking } from '../../src/policy/load.ts'
import type { SpecReader } from '../../src/policy/types.ts'
import { AGENT, change, TODAY } from './make.ts'

const GIT = process.env.PORTCULLIS_TEST_GIT ?? 'git'
let dir = ''

function git(...args: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'core.hooksPath=/dev/null']
  return execFileSync(GIT, ['-C', dir, ...identity, ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()
}

/** The door of src/git in ten lines: what this folder asks of it, on real git. */
const objects: SpecReader = {
  async readObject(spec) {
    try {
      const [id, type] = [git('rev-parse', '--verify', spec), git('cat-file', '-t', spec)]
      return {
        id,
        type,
        data: execFileSync(GIT, ['-C', dir, 'cat-file', type, spec], { stdio: ['ignore', 'pipe', 'ignore'] }),
      }
    } catch {
      return null
    }
  },
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), text)
}

function commit(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) write(path, text)
  git('add', '-A')
  git('commit', '-qm', 'x')
  return git('rev-parse', 'HEAD')
}

const load = async (base: string | null, staged = true) =>
  loadPolicy(objects, { base, today: TODAY, working: await readWorking(dir, staged ? objects : null) })
const POLICY = 'version = 1\n[paths.env]\nmatch = [".env"]\nverdict = "deny"\n'
const STRICTER = `${POLICY}[paths.more]\nmatch = ["secret"]\nverdict = "deny"\n`

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'policy-'))
  git('init', '-q', '-b', 'main')
})

describe('layers out of a repository', () => {
  it('base and an untouched working copy: one layer besides the floor', async () => {
    const base = commit({ [POLICY_FILE]: POLICY })
    const { policy } = await load(base)
    expect(policy.paths.map(clause => `${clause.layer} ${clause.id}`)).toEqual([
      'floor paths.guard',
      'base paths.env',
    ])
    expect(policy.paths[1]?.ref()).toEqual({
      id: 'paths.env',
      layer: 'base',
      file: `${base.slice(0, 12)}:${POLICY_FILE}`,
      line: 2,
    })
    expect(policy.notices).toEqual([])
  })

  it('the staged text counts at a commit, the file elsewhere', async () => {
    const base = commit({ [POLICY_FILE]: POLICY })
    write(POLICY_FILE, STRICTER)
    git('add', '-A')
    write(POLICY_FILE, POLICY)
    const ids = async (staged: boolean) => (await load(base, staged)).policy.paths.map(clause => clause.id)
    expect(await ids(true)).toContain('paths.more')
    expect(await ids(false)).not.toContain('paths.more')
  })

  it('a file that is not staged yet still tightens', async () => {
    const base = commit({ a: '1' })
    write(POLICY_FILE, POLICY)
    expect((await load(base)).policy.paths.map(clause => `${clause.layer} ${clause.id}`)).toContain(
      'working paths.env',
    )
  })

  it('a deleted policy still judges', async () => {
    const base = commit({ [POLICY_FILE]: POLICY })
    git('rm', '-q', POLICY_FILE)
    expect((await load(base)).policy.paths.map(clause => clause.id)).toContain('paths.env')
  })

  it('no commit at all, no policy, no work tree: the floor', async () => {
    expect((await load(null)).policy.paths.map(clause => clause.layer)).toEqual(['floor'])
    const bare = await loadPolicy(objects, { base: null, working: await readWorking(null, null) })
    expect(bare.policy.notices).toEqual([])
  })

  it('works with 64-digit ids', async () => {
    dir = mkdtempSync(join(tmpdir(), 'policy-'))
    git('init', '-q', '-b', 'main', '--object-format=sha256')
    const base = commit({
      [POLICY_FILE]: POLICY,
      [`${RULES_FOLDER}/a.toml`]: 'x',
      [`${RULES_FOLDER}/b.toml`]: 'y',
    })
    const { policy, rules } = await load(base)
    expect([base.length, policy.restores?.id.length, rules.map(rule => rule.text)]).toEqual([
      64,
      64,
      ['x', 'y'],
    ])
  })
})

describe('custom rules', () => {
  it("the base's always, the working copy's beside them", async () => {
    const base = commit({ [`${RULES_FOLDER}/a.toml`]: 'one', [`${RULES_FOLDER}/note.md`]: 'no rule' })
    symlinkSync('a.toml', join(dir, RULES_FOLDER, 'link.toml'))
    const linked = commit({})
    expect((await loadPolicy(objects, { base: linked, working: null })).rules.map(rule => rule.file)).toEqual(
      [`${RULES_FOLDER}/a.toml`],
    )
    rmSync(join(dir, RULES_FOLDER, 'link.toml'))
    write(`${RULES_FOLDER}/a.toml`, 'weaker')
    write(`${RULES_FOLDER}/b.toml`, 'new')
    git('add', '-A')
    const { rules } = await load(base)
    expect(rules).toEqual([
      { layer: 'base', file: `${RULES_FOLDER}/a.toml`, text: 'one' },
      { layer: 'working', file: `${RULES_FOLDER}/a.toml`, text: 'weaker' },
      { layer: 'working', file: `${RULES_FOLDER}/b.toml`, text: 'new' },
    ])
  })
})

describe('key and baseline', () => {
  const entries = () =>
    baselineEntries([{ ruleId: 'r', fingerprint: 'ab', path: 'a', occurrences: [] }], null, {
      reason: 'old',
      added: '2026-01-01',
    })

  it("the base's key goes before the working copy's; a broken one is named", async () => {
    const base = commit({ [KEY_FILE]: `${'ab'.repeat(32)}\n`, [POLICY_FILE]: POLICY })
    write(KEY_FILE, 'cd'.repeat(32))
    expect((await load(base, false)).key?.toString('hex')).toBe('ab'.repeat(32))
    const broken = commit({ [KEY_FILE]: 'xyz' })
    const { key, policy } = await load(broken)
    expect([key, policy.notices]).toEqual([
      null,
      [`${KEY_FILE}:1: the fingerprint key must be 64 hex digits: baseline entries will not match`],
    ])
    expect(policy.problems).toEqual([])
  })

  it('a baseline is trusted on the base, and not in the change', async () => {
    const base = commit({ [POLICY_FILE]: POLICY, [BASELINE_FILE]: formatBaseline([]) })
    write(BASELINE_FILE, formatBaseline(await entries()))
    git('add', '-A')
    const baselines = await (await load(base)).baselines()
    expect(baselines.map(baseline => [baseline.trusted, baseline.entries.length])).toEqual([
      [true, 0],
      [false, 1],
    ])
    git('commit', '-qm', 'x')
    expect(
      (await (await load(git('rev-parse', 'HEAD'))).baselines()).map(baseline => baseline.trusted),
    ).toEqual([true])
  })

  it("in a first set-up the working copy's counts, for an agent it does not", async () => {
    write(POLICY_FILE, POLICY)
    write(BASELINE_FILE, formatBaseline(await entries()))
    expect((await (await load(null)).baselines()).map(baseline => baseline.trusted)).toEqual([true])
    const own = await loadPolicy(objects, { base: null, actor: AGENT, working: await readWorking(dir, null) })
    expect((await own.baselines()).map(baseline => baseline.trusted)).toEqual([false])
  })
})

describe('a broken policy on the base', () => {
  it('may be replaced by the last valid one, by an agent too, and by nothing else', async () => {
    commit({ [POLICY_FILE]: POLICY })
    const id = git('rev-parse', `HEAD:${POLICY_FILE}`)
    commit({ [POLICY_FILE]: 'version = 3' })
    const base = commit({ [POLICY_FILE]: 'version = ' })
    const policyCommits = async () => git('rev-list', base, '--', POLICY_FILE).split('\n')
    const { policy } = await loadPolicy(objects, { base, working: null, policyCommits, today: TODAY })
    expect(policy.restores).toEqual({ path: POLICY_FILE, id })
    expect(policy.notices[0]).toContain('only the built-in floor')
    const put = (blob: string) =>
      checkPath(
        change(POLICY_FILE, { status: 'modified', after: { mode: '100644', id: blob } }),
        AGENT,
        policy,
      )
    expect([put(id).length, put('f'.repeat(40)).length]).toEqual([0, 1])
  })
})

describe('the commands', () => {
  const source = (base: string | null) => ({ objects, base, worktree: dir })
  const EXAMPLES = `${POLICY}[changes.deps]\nclass = "hidden-unicode"\nverdict = "warn"\n[[waivers]]\nrule = "jwt"\nmatch = ["x"]\nreason = "r"\n[[examples]]\noperation = "edit"\npath = ".env"\nexpect = "deny:paths.env"\n`

  it('check: 0 with what was read and what does not do what it seems to', async () => {
    const base = commit({ [POLICY_FILE]: POLICY })
    write(POLICY_FILE, EXAMPLES)
    const { exit, text } = await policyCheck(source(base))
    expect(text.split('\n')).toEqual([
      `ok: ${base.slice(0, 12)}:${POLICY_FILE} (trusted base), 0 examples pass`,
      `ok: ${POLICY_FILE}, 1 examples pass`,
      `note: ${POLICY_FILE}:8: this waiver never expires`,
      '',
    ])
    expect(exit).toBe(0)
  })

  it('check: 2 with file, line and hint for a broken policy and a broken baseline', async () => {
    write(POLICY_FILE, 'version = 1\n[paths.env]\nmacth = [".env"]\n')
    write(BASELINE_FILE, '{}')
    const { exit, text } = await policyCheck(source(null))
    expect(exit).toBe(2)
    expect(text).toContain(`${POLICY_FILE}:3: unknown field "macth" in "paths.env"\n  did you mean "match"?`)
    expect(text).toContain(`${BASELINE_FILE}:1: "version" must be 1`)
  })

  it('check: no policy is no error', async () => {
    expect(await policyCheck(source(null))).toMatchObject({
      exit: 0,
      text: expect.stringContaining('no policy'),
    })
  })

  it('explain: every clause that speaks, with layer and line, strongest first', async () => {
    const base = commit({
      [POLICY_FILE]: `${POLICY}[refs.main]\nmatch = ["main"]\nagent = { push = "deny" }\nhint = "open a pull request"\n`,
    })
    const { exit, text } = await policyExplain(source(base), {
      actor: 'agent',
      operation: 'push',
      ref: 'main',
      paths: ['.env', 'a', '.husky/x'],
      remote: 'git@github.com:a/b.git',
    })
    expect(exit).toBe(0)
    expect(text).toBe(
      [
        'agent push refs/heads/main: deny',
        `  deny   refs.main [base, ${base.slice(0, 12)}:${POLICY_FILE}:5] push`,
        '           next: open a pull request',
        'agent push github.com/a/b: allow',
        '  no clause speaks about it',
        'agent push .env: deny',
        `  deny   paths.env [base, ${base.slice(0, 12)}:${POLICY_FILE}:2] path`,
        'agent push a: allow',
        '  no clause speaks about it',
        'agent push .husky/x: ask',
        '  ask    paths.guard [floor, built in] path',
        '           next: leave policy and hooks as they are in this change; a person changes them in a commit of their own',
        '',
      ].join('\n'),
    )
  })

  it('test: 0 when all examples pass, 1 when one fails, 2 when there is nothing to run', async () => {
    write(POLICY_FILE, EXAMPLES)
    expect(await policyTest(source(null))).toEqual({
      exit: 0,
      text: `pass ${POLICY_FILE}:12: unknown edit .env: deny (paths.env)\n1 of 1 examples pass\n`,
    })
    write(POLICY_FILE, EXAMPLES.replace('expect = "deny:paths.env"', 'expect = "warn"'))
    expect(await policyTest(source(null))).toEqual({
      exit: 1,
      text: `FAIL ${POLICY_FILE}:12: unknown edit .env: deny (paths.env), expected warn\n0 of 1 examples pass\n`,
    })
    write(POLICY_FILE, 'version = 2')
    expect((await policyTest(source(null))).exit).toBe(2)
    rmSync(join(dir, POLICY_FILE))
    expect(await policyTest(source(null))).toMatchObject({
      exit: 2,
      text: expect.stringContaining('no policy to test'),
    })
  })
})

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChainRecord } from '../../src/audit/chain.ts'
import { auditFolder } from '../../src/audit/folder.ts'
import { logRecords } from '../../src/audit/read.ts'
import { endTask, showTask, startTask, type TaskFlags } from '../../src/commands/task.ts'
import { checkLimits } from '../../src/guard/limits.ts'
import { checkPath } from '../../src/guard/paths.ts'
import { checkRefs } from '../../src/guard/refs.ts'
import type { Actor } from '../../src/model.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { parseTask, readTask, taskFile, taskLayer } from '../../src/policy/task.ts'
import type { Policy } from '../../src/policy/types.ts'
import { AGENT, base, change, TODAY, UNKNOWN } from './make.ts'

const root = mkdtempSync(join(tmpdir(), 'task-'))
const commonDir = join(root, '.git')
const main = { gitDir: commonDir, commonDir }
const linked = { gitDir: join(commonDir, 'worktrees', 'main'), commonDir }
mkdirSync(linked.gitDir, { recursive: true })
const file = taskFile(main)
beforeEach(() => rmSync(join(commonDir, 'portcullis'), { recursive: true, force: true }))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const NOW = Date.parse('2027-01-01T12:00:00Z')
const HOUR = 3_600_000
const call = (actor: Actor = UNKNOWN, now = NOW, worktree = main) => ({ worktree, actor, now })
const start = (flags: TaskFlags, who?: Actor) => startTask(flags, call(who))
/** Behind the record that the log begins with. */
const events = () =>
  [...logRecords(auditFolder(commonDir))].slice(1) as (ChainRecord & { task: { paths: unknown } })[]
const SCOPE = '[scopes.agent]\npaths = ["src/**"]\n'

/** The policy as a hook would have it at that time. */
function policyAt(now: number, body = SCOPE, worktree = main): Policy {
  const { layer } = taskLayer(worktree, 'agent', now)
  return compilePolicy([base(body), ...(layer === null ? [] : [layer])], { today: TODAY })
}
const allowed = (policy: Policy, who: Actor = AGENT) =>
  ['src/a/x', 'src/b', 'docs/x'].filter(path => checkPath(change(path), who, policy).length === 0)

describe('a task scope', () => {
  it('intersects with scopes.agent while it runs, and falls back to it afterwards', () => {
    start({ paths: ['src/a/**', 'docs/**'], ttl: '4h' })
    expect(allowed(policyAt(NOW + HOUR))).toEqual(['src/a/x'])
    expect(allowed(policyAt(NOW + 4 * HOUR))).toEqual(['src/a/x', 'src/b'])
  })

  it('confines agents alone', () => {
    start({ paths: ['src/a/**'] })
    expect(allowed(policyAt(NOW), UNKNOWN)).toEqual(['src/a/x', 'src/b', 'docs/x'])
  })

  it('speaks under its own name, with its file and line', () => {
    start({ paths: ['src/a/**'], refs: ['agent/**'], maxFiles: '2' })
    const policy = policyAt(NOW)
    const clause = { id: 'scopes.task', layer: 'task', file, line: 6 }
    expect(checkPath(change('src/b'), AGENT, policy).map(f => [f.verdict, f.clause])).toEqual([
      ['deny', clause],
    ])
    const refs = [{ ref: 'refs/heads/main', action: 'update' as const, before: null, after: null }]
    expect(checkRefs({ kind: 'commit', actor: AGENT, refs }, policy).map(f => f.ruleId)).toEqual([
      'scopes.task',
    ])
    const totals = { files: 3, lines: 0, bytes: 0, binaries: 0, largest: null }
    expect(checkLimits(totals, AGENT, policy).map(f => [f.ruleId, f.verdict, f.clause?.line])).toEqual([
      ['limits.task', 'deny', 8],
    ])
    expect(checkLimits(totals, UNKNOWN, policy)).toEqual([])
  })

  it('is one worktree’s, also where two have the same name', () => {
    start({ paths: ['src/a/**'] })
    expect(allowed(policyAt(NOW, SCOPE, linked))).toEqual(['src/a/x', 'src/b'])
    mkdirSync(dirname(taskFile(linked)), { recursive: true })
    writeFileSync(taskFile(linked), readFileSync(file))
    expect(readTask(linked)).toBeNull()
  })

  it('is found under another spelling of the same folder', () => {
    const alias = join(root, 'alias')
    rmSync(alias, { force: true })
    symlinkSync(commonDir, alias)
    start({ paths: ['src/a/**'] })
    expect(taskFile({ gitDir: commonDir, commonDir: alias })).toBe(
      join(alias, 'portcullis', 'tasks', 'main.json'),
    )
    expect(allowed(policyAt(NOW, SCOPE, { gitDir: alias, commonDir }))).toEqual(['src/a/x'])
  })

  it('removed, it is scopes.agent again: whoever removes it is not free', () => {
    start({ paths: ['src/a/**'] })
    rmSync(file)
    expect(allowed(policyAt(NOW))).toEqual(['src/a/x', 'src/b'])
  })

  it('forged, it frees nobody', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('**', '*', 'docs/**', '/src', '!src/b'), { minLength: 1 }),
        paths => {
          const task = {
            version: 1,
            gitDir: commonDir,
            startedAt: '2020-01-01T00:00:00Z',
            endsAt: '2099-01-01T00:00:00Z',
            paths,
          }
          mkdirSync(dirname(file), { recursive: true })
          writeFileSync(file, JSON.stringify(task))
          try {
            expect(['src/a/x', 'src/b']).toEqual(expect.arrayContaining(allowed(policyAt(NOW))))
          } catch (error) {
            expect(String(error)).toContain('names nothing')
          }
        },
      ),
      { numRuns: 50, seed: 6 },
    )
  })
})

describe('a file that cannot be used', () => {
  const GOOD = {
    version: 1,
    gitDir: commonDir,
    startedAt: '2027-01-01T00:00:00Z',
    endsAt: '2027-02-01T00:00:00Z',
  }
  it.each([
    ['{', 'is not a JSON object'],
    ['[]', 'is not a JSON object'],
    [JSON.stringify({ ...GOOD, version: 2 }), '"version" must be 1'],
    [JSON.stringify({ ...GOOD, more: 1 }), 'has a field besides'],
    [JSON.stringify({ ...GOOD, gitDir: 1 }), '"gitDir" must be a string'],
    [JSON.stringify({ ...GOOD, endsAt: 'tomorrow' }), '"startedAt" and "endsAt" must be times'],
    [JSON.stringify({ ...GOOD, paths: 'src' }), '"paths" must be a list of globs'],
    [JSON.stringify({ ...GOOD, refs: ['/x'] }), '"refs" holds a glob that names nothing'],
    [JSON.stringify({ ...GOOD, maxFiles: -1 }), '"maxFiles" must be a whole number'],
  ])('%s', (text, fault) => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    const attempt = () => taskLayer(main, 'agent', NOW)
    expect(attempt).toThrow(`task scope "${file}" ${fault}`)
    expect(attempt).toThrow(expect.objectContaining({ exit: 3 }))
    expect(taskLayer(main, 'unknown', NOW)).toMatchObject({
      layer: null,
      notices: [expect.stringContaining(fault)],
    })
    expect(endTask(call()).text).toContain('is ended')
    expect(readTask(main)).toBeNull()
  })

  it('anything at all is a task or an error that names the file', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        try {
          parseTask(text, 'F')
        } catch (error) {
          expect(error).toMatchObject({ exit: 3, message: expect.stringContaining('"F"') })
        }
      }),
      { numRuns: 300, seed: 8 },
    )
  })
})

describe('the commands', () => {
  it('start, show, end: told and written down', () => {
    expect(start({ paths: ['src/**'], refs: ['agent/**'], maxFiles: '5' }).text).toBe(
      'agents in this worktree are confined until 2027-01-01T16:00:00.000Z (240 minutes more), beside what the policy says\n' +
        '  paths: src/**\n  refs: agent/**\n  files: at most 5\n',
    )
    expect(showTask(call(AGENT, NOW + HOUR)).text).toContain('(180 minutes more)')
    expect(endTask(call()).text).toContain('agents are confined to what the policy says')
    expect(showTask(call()).text).toContain('no task scope here')
    expect(events().map(({ event, task }) => [event, task.paths])).toEqual([
      ['scope.started', ['src/**']],
      ['scope.ended', ['src/**']],
    ])
  })

  it('one that ran out is written down once', () => {
    start({ paths: ['src/**'], ttl: '30m' })
    expect(showTask(call(AGENT, NOW + HOUR)).text).toContain(
      'the task scope ended at 2027-01-01T12:30:00.000Z',
    )
    expect(showTask(call(AGENT, NOW + HOUR)).text).toContain('no task scope here')
    expect(events().map(({ event }) => event)).toEqual(['scope.started', 'scope.expired'])
  })

  it('an agent may neither start one, nor widen or end one; that it tried is written down', () => {
    start({ paths: ['src/a/**'] })
    expect(() => start({ paths: ['**'] }, AGENT)).toThrow(
      'an agent cannot start a task scope (evidence: env CODEX_CI)',
    )
    expect(() => endTask(call(AGENT))).toThrow(expect.objectContaining({ exit: 1 }))
    expect(readTask(main)?.paths).toEqual(['src/a/**'])
    expect(events().map(({ event, what }) => [event, what])).toEqual([
      ['scope.started', undefined],
      ['scope.refused', 'start'],
      ['scope.refused', 'end'],
    ])
  })

  it.each<[TaskFlags, string]>([
    [{}, 'needs --paths, --refs or --max-files'],
    [{ paths: ['!x'] }, '"paths" holds a glob that names nothing'],
    [{ refs: ['/x'] }, '"refs" holds a glob that names nothing'],
    [{ paths: ['x'], ttl: '4' }, "--ttl '4' is no time"],
    [{ paths: ['x'], ttl: '31d' }, '30d at most'],
    [{ maxFiles: 'many' }, "--max-files 'many' is no count"],
  ])('%j is refused', (flags, message) => {
    expect(() => start(flags)).toThrow(message)
    expect(() => start(flags)).toThrow(expect.objectContaining({ exit: 2 }))
  })
})

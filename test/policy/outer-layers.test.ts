import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { policyCheck, policyExplain } from '../../src/commands/policy.ts'
import { checkPath } from '../../src/guard/paths.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { outerPlaces, readOuter, systemFault } from '../../src/policy/outer.ts'
import type { LayerName, LayerText } from '../../src/policy/types.ts'
import { AGENT, base, change, compile, TODAY, UNKNOWN } from './make.ts'

const root = mkdtempSync(join(tmpdir(), 'outer-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const outer = (layer: LayerName, body: string): LayerText => ({
  layer,
  file: `/${layer}/policy.toml`,
  text: `version = 1\n${body}`,
})
const deny = (name: string, glob: string) => `[paths.${name}]\nmatch = ["${glob}"]\nverdict = "deny"\n`

describe('system and user layers', () => {
  it('tighten, each under its own name, file and line', () => {
    const policy = compile(
      outer('system', deny('a', '/a')),
      outer('user', deny('b', '/b')),
      base(deny('c', '/c')),
    )
    const said = ['a', 'b', 'c', 'd'].map(path => checkPath(change(path), UNKNOWN, policy).map(f => f.clause))
    expect(said).toEqual([
      [{ id: 'paths.a', layer: 'system', file: '/system/policy.toml', line: 2 }],
      [{ id: 'paths.b', layer: 'user', file: '/user/policy.toml', line: 2 }],
      [expect.objectContaining({ layer: 'base' })],
      [],
    ])
  })

  it('never loosen: no waiver, skip, person, threshold, rule or own secret of theirs counts', () => {
    const loose =
      '[credentials]\ndeny = "proven"\ndisabled-rules = ["x"]\n[own-secrets]\nfiles = false\n[content]\nmax-bytes = 1\n' +
      '[people.eve]\nkeys = ["k"]\n[skips.all]\nmatch = ["**"]\nreason = "r"\n' +
      '[[waivers]]\nrule = "x"\nmatch = ["**"]\nreason = "r"\n'
    const policy = compile(outer('system', loose), outer('user', loose), base(''))
    expect(policy.credentials).toEqual({ deny: 'medium', warn: 'low', disabledRules: [] })
    expect([policy.ownSecrets.files, policy.maxBytes, policy.enrolled]).toEqual([true, null, false])
    expect([policy.skipFor('a'), policy.waiversFor('x', 'a', TODAY)]).toEqual([null, []])
    expect(policy.notices).toEqual([
      '/system/policy.toml:5: "own-secrets" can only be switched on here',
      '/user/policy.toml:5: "own-secrets" can only be switched on here',
    ])
  })

  it('a lower threshold of theirs counts', () => {
    expect(compile(outer('user', '[credentials]\ndeny = "low"\n'), base('')).credentials.deny).toBe('low')
  })

  it('mode: they cannot make a repository observe; saying "enforce" ends observing, saying nothing does not', () => {
    const mode = (own: string, repository: string) => compile(outer('user', own), base(repository)).mode
    expect(mode('mode = "observe"', '')).toBe('enforce')
    expect(mode('', 'mode = "observe"')).toBe('observe')
    expect(mode('mode = "enforce"', 'mode = "observe"')).toBe('enforce')
  })

  it('observe in one layer does not mute a clause of the same name in another', () => {
    const judge = (...layers: LayerText[]) =>
      checkPath(change('a'), UNKNOWN, compile(...layers)).map(f => [f.verdict, f.clause?.layer])
    expect(judge(outer('system', deny('a', '/a')), base(`mode = "observe"\n${deny('a', '/a')}`))).toEqual([
      ['deny', 'system'],
    ])
    expect(judge(outer('user', `mode = "observe"\n${deny('a', '/a')}`), base(deny('a', '/a')))).toEqual([
      ['deny', 'base'],
    ])
    expect(judge(outer('user', `mode = "observe"\n${deny('a', '/a')}`), base(''))).toEqual([['warn', 'user']])
  })

  it('approvers of theirs are people of the repository, so they are not looked up', () => {
    const asks = '[paths.x]\nmatch = ["x"]\nverdict = "ask"\napprovers = ["@security"]\n'
    expect(compile(outer('system', asks)).paths.at(-1)).toMatchObject({
      approvers: ['@security'],
      layer: 'system',
    })
    expect(() => compilePolicy([base(asks)])).toThrow('"@security" is no group of this file')
  })
})

describe('where they lie', () => {
  const put = (name: string, text: string) => {
    const file = join(root, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    chmodSync(file, 0o644)
    return file
  }

  it('XDG_CONFIG_HOME when it is absolute, else below HOME', () => {
    const user = (env: Record<string, string>) => outerPlaces(env).user
    expect(user({ XDG_CONFIG_HOME: '/x', HOME: '/h' })).toBe('/x/portcullis/policy.toml')
    expect(user({ XDG_CONFIG_HOME: 'x', HOME: '/h' })).toBe('/h/.config/portcullis/policy.toml')
    expect(user({})).toBeNull()
  })

  it('a system policy must be root’s alone', () => {
    expect(systemFault({ uid: 0, mode: 0o100644 })).toBeNull()
    expect(systemFault({ uid: 1000, mode: 0o100644 })).toBe('must belong to root')
    expect(systemFault({ uid: 0, mode: 0o100664 })).toBe('must not be writable by its group or by others')
    expect(systemFault({ uid: 0, mode: 0o100646 })).toBe('must not be writable by its group or by others')
  })

  it('refused with a message, and policy check fails on it; nothing there is nothing said', async () => {
    const system = put('system.toml', 'version = 1\n')
    chmodSync(system, 0o666)
    const read = readOuter({ system, user: null })
    expect([read.layers, read.problems.map(({ message }) => message.replace(root, ''))]).toEqual([
      [],
      [expect.stringMatching(/^\/system\.toml: must (belong to root|not be writable)/)],
    ])
    const objects = { readObject: () => Promise.resolve(null) }
    const checked = await policyCheck({ objects, base: null, worktree: null, outer: read })
    expect(checked).toMatchObject({ exit: 2, text: expect.stringContaining('chown root and chmod 644') })
    expect(readOuter({ system: join(root, 'none'), user: join(system, 'below-a-file') })).toMatchObject({
      layers: [],
      problems: [],
    })
  })

  it('a user policy is read; one that is a folder is exit 3', () => {
    const user = put('user.toml', `version = 1\n${deny('u', '/u')}`)
    expect(readOuter({ system: null, user }).layers).toMatchObject([{ layer: 'user', file: user }])
    expect(() => readOuter({ system: null, user: root })).toThrow(`cannot read "${root}": EISDIR`)
  })

  it('explain names the layer, and the clauses that would look into a path', async () => {
    const classes = '[changes.d]\nclass = "dependency-added"\nverdict = "ask"\nmode = "observe"\n'
    const user = put('explained.toml', `version = 1\n${deny('u', '/package.json')}${classes}`)
    const source = { objects: { readObject: () => Promise.resolve(null) }, base: null, worktree: null }
    const question = {
      actor: 'agent' as const,
      operation: 'edit' as const,
      paths: ['package.json', 'src/a.ts'],
    }
    const { text } = await policyExplain({ ...source, outer: readOuter({ system: null, user }) }, question)
    expect(text.split('\n')).toEqual([
      'agent edit package.json: deny',
      `  deny   paths.u [user, ${user}:2] path`,
      'agent edit src/a.ts: allow',
      '  no clause speaks about it',
      `note: package.json: changes.d [user, ${user}:5] says "ask", observed only if it is dependency-added`,
      '',
    ])
  })

  it('check names what does not count there', async () => {
    const user = put('idle.toml', 'version = 1\n[people.eve]\nkeys = ["k"]\n')
    const objects = { readObject: () => Promise.resolve(null) }
    const { exit, text } = await policyCheck({
      objects,
      base: null,
      worktree: null,
      outer: readOuter({ system: null, user }),
      actor: AGENT,
    })
    expect([exit, text]).toEqual([
      0,
      `ok: ${user} (user), 0 examples pass\nnote: ${user}: people count in a repository's policy alone\n`,
    ])
  })
})

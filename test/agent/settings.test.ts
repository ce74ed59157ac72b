/** Settings of other programs: what is ours goes in and comes out, and everything else stays as it is to the byte. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Done, install, isEmpty, isOurs, undone, uninstall } from '../../src/agent/settings/change.ts'
import { HOST_SETTINGS, type HostSettings } from '../../src/agent/settings/hosts.ts'
import { JsonError, parseJsonc } from '../../src/agent/settings/jsonc.ts'
import { parseToml } from '../../src/policy/toml.ts'

const COMMAND = "sh '/home/dev/it is/portcullis/agent' || exit 2"
const byName = new Map(HOST_SETTINGS.map(one => [one.host, one]))
const json = [...byName.values()].filter(one => 'json' in one.content(COMMAND))

/** Any JSON value as somebody may have written it: blanks, comments, trailing commas, line ends of either kind. */
const written = (depth: number): fc.Arbitrary<string> => {
  const leaf = fc.constantFrom('1', 'true', 'null', '"a"', '"{,} // no comment"', '-2.5e3', '"\\"\\u0041"')
  if (depth === 0) return leaf
  const inner = written(depth - 1)
  const gap = fc.constantFrom('', ' ', '\n', '\n\t', '\n    ', ' // note\n', ' /* a, b */ ', '\r\n  ')
  const comma = fc.constantFrom('', ',')
  const list = (open: string, close: string, item: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.array(fc.tuple(gap, item, gap), { maxLength: 3 }), gap, comma)
      .map(([items, end, trailing]) => {
        const body = items.map(parts => parts.join('')).join(',')
        return `${open}${body}${items.length > 0 ? trailing : ''}${end}${close}`
      })
  const name = fc.constantFrom('"a"', '"b c"', '"hooks2"', '"permissions2"')
  const member = fc.tuple(name, gap, inner).map(([key, blank, value]) => `${key}:${blank}${value}`)
  return fc.oneof(leaf, list('{', '}', member), list('[', ']', inner))
}
const settings = fc
  .tuple(
    fc.constantFrom('', '\ufeff', '// mine\n'),
    written(3).filter(text => text.startsWith('{')),
    fc.constantFrom('', '\n', '\r\n'),
  )
  .map(parts => parts.join(''))

describe.each(json.map(one => [one.host, one] as const))('%s, JSON', (_, host) => {
  it('install and remove give back every file', () => {
    fc.assert(
      fc.property(settings, before => {
        const done = installed(before, host)
        expect(undone(done.text, done.undo)).toBe(before)
        // without the ledger nobody knows whose Cursor's "version" is
        if (host.host !== 'cursor') expect(uninstall(done.text, host.content(''), done.rules)).toBe(before)
      }),
      { seed: 7, numRuns: 60 },
    )
  })

  it('what was there is still there, in its order, and ours is read', () => {
    fc.assert(
      fc.property(settings, before => {
        const done = installed(before, host)
        const [old, now] = [readBack(before), readBack(done.text)]
        for (const [name, value] of Object.entries(old as object))
          expect((now as Record<string, unknown>)[name]).toEqual(value)
        expect(JSON.stringify(now)).toContain(JSON.stringify(COMMAND).slice(1, -1))
      }),
      { seed: 8, numRuns: 40 },
    )
  })

  it('again, it is the same', () => {
    const once = installed('{\n  "a": 1\n}\n', host)
    expect(installed(once.text, host, once.rules).text).toBe(once.text)
  })
})

const claude = byName.get('claude-code')!

describe('beside what others put there', () => {
  const foreign = `{
  "permissions": { "deny": ["Read(./.env)"], "allow": ["Bash(ls:*)"] },
  "hooks": {
    "PreToolUse": [
      { "matcher": "Bash", "hooks": [{ "type": "command", "command": "mine" }] } // mine
    ],
    "Stop": []
  }
}
`
  it('hooks and rules of others stay, and a rule that was there is not taken away', () => {
    const done = installed(foreign, claude)
    expect(done.rules).not.toContain('Read(./.env)')
    expect(done.text).toContain('"command": "mine" }] }, // mine')
    expect(uninstall(done.text, claude.content(''), done.rules)).toBe(foreign)
  })

  it('what others add later stays when ours goes', () => {
    const done = installed('{\n  "a": 1\n}\n', claude)
    const later = done.text
      .replace('"a": 1', '"a": 1,\n  "b": [2]')
      .replace('"Bash(git commit -n:*)"', '"Bash(git commit -n:*)", "Read(x)"')
    const after = uninstall(later, claude.content(''), done.rules)
    expect(readBack(after)).toEqual({ a: 1, b: [2], permissions: { deny: ['Read(x)'] } })
  })

  it('a command of another in our own group stays', () => {
    const done = installed('{}', claude)
    const shared = done.text.replace(
      '"timeout": 30\n',
      '"timeout": 30 }, { "type": "command", "command": "theirs"\n',
    )
    const after = uninstall(shared, claude.content(''), done.rules)
    expect(JSON.stringify(readBack(after))).toContain('theirs')
    expect(isOurs(after)).toBe(false)
  })
})

describe('files that cannot be changed', () => {
  it.each([
    ['{ "hooks": 1 }', '"hooks.PreToolUse" is not what it should be in it'],
    ['{ "hooks": { "PreToolUse": {} } }', '"hooks.PreToolUse" is not what it should be in it'],
    ['[]', '"hooks.PreToolUse" is not what it should be in it'],
  ])('%s', (before, what) => {
    expect(install(before, claude.content(COMMAND))).toEqual({ what })
  })

  it('the line is named where it is no JSON', () => {
    expect(install('{\n  "a": 1\n  "b": 2\n}', claude.content(COMMAND))).toEqual({
      what: 'it is not JSON',
      line: 3,
    })
  })

  it('no text makes the reader hang or fail otherwise', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\/*\n 1a'), maxLength: 40 }), text => {
        try {
          parseJsonc(text)
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError)
        }
      }),
      { seed: 9, numRuns: 500 },
    )
  })

  it('what JSON.parse reads is read as the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
        expect(readBack(JSON.stringify(value, null, indent))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed: 10, numRuns: 200 },
    )
  })
})

describe('mistral-vibe, TOML', () => {
  const vibe = byName.get('mistral-vibe')!
  it.each(['', 'a = 1', 'a = 1\n', '# mine\n[[hooks]]\nname = "x"\n', 'a = 1\r\nb = 2\r\n'])(
    '%j comes back',
    before => {
      const done = installed(before, vibe)
      expect(undone(done.text, done.undo)).toBe(before)
      expect(uninstall(done.text, vibe.content(''), [])).toBe(before)
      const hooks = parseToml(done.text, 'hooks.toml').hooks as { command: string; strict: boolean }[]
      expect(hooks.slice(-2).map(({ command, strict }) => [command, strict])).toEqual([
        [COMMAND, true],
        [COMMAND, true],
      ])
    },
  )

  it('a plain list of that name is an obstacle', () => {
    expect(install('hooks = []\n', vibe.content(COMMAND))).toMatchObject({
      what: expect.stringContaining('[[hooks]]'),
    })
  })
})

it('every hook command ends in exit 2, whatever fails before', () => {
  for (const host of HOST_SETTINGS) {
    const done = install(null, host.content(COMMAND)) as Done
    const commands = done.text
      .split('\n')
      .filter(line => line.includes('portcullis/agent') && !line.startsWith('//'))
    expect(commands.length).toBeGreaterThan(0)
    expect(commands.filter(line => !line.includes('|| exit 2'))).toEqual([])
  }
})

it('a file that we made is empty without us', () => {
  const done = install(null, claude.content(COMMAND)) as Done
  expect(isEmpty(uninstall(done.text, claude.content(''), done.rules))).toBe(true)
})

function installed(before: string, host: HostSettings, rules: string[] = []): Done {
  const done = install(before, host.content(COMMAND), rules)
  if ('what' in done) throw new Error(`${done.what}: ${JSON.stringify(before)}`)
  return done
}

/** By our own reader: comments and trailing commas are none of JSON.parse's. */
function readBack(text: string): unknown {
  const read = (node: ReturnType<typeof parseJsonc>): unknown => {
    if (node.kind === 'object')
      return Object.fromEntries(node.members.map(({ name, value }) => [name, read(value)]))
    if (node.kind === 'array') return node.items.map(read)
    return node.kind === 'text' ? node.value : JSON.parse(text.slice(node.from, node.to))
  }
  return read(parseJsonc(text))
}

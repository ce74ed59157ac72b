import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { PolicyError } from '../../src/errors.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { CHANGE_CLASSES, PATH_LISTS } from '../../src/policy/named-lists.ts'
import {
  ACTORS,
  ACTORS_OR_ALL,
  CONFIDENCES,
  EXAMPLE_OPERATIONS,
  REF_VERBS,
  VERDICTS,
} from '../../src/policy/schema.ts'
import { parseToml } from '../../src/policy/toml.ts'
import { DESIGN_EXAMPLE } from './design-example.ts'

const FILE = '.portcullis/policy.toml'
const compile = (text: string) =>
  compilePolicy([{ layer: 'working', file: FILE, text }], { today: '2026-06-01' })
const schema = JSON.parse(readFileSync(new URL('../../schema/policy.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(schema)
/** What an editor checks: TOML dates are strings there. */
const agrees = (text: string) => validate(JSON.parse(JSON.stringify(parseToml(text, FILE))))

/** What is wrong, the text, the line and words of the message, words of the hint; `schema: false` = beyond a JSON Schema. */
const WRONG: { what: string; text: string; line: number; says: string; hint?: string; schema?: false }[] = [
  {
    what: 'an unknown table',
    text: 'version = 1\n[ref.main]\nmatch = ["main"]',
    line: 2,
    says: 'unknown table or field "ref"',
    hint: 'did you mean "refs"?',
  },
  {
    what: 'an unknown field',
    text: 'version = 1\n[refs.main]\nmatch = ["main"]\nforec = "deny"',
    line: 4,
    says: 'unknown field "forec" in "refs.main"',
    hint: 'did you mean "force"?',
  },
  {
    what: 'an unknown verdict',
    text: 'version = 1\n\n[refs.main]\nmatch = ["main"]\npush = "denny"',
    line: 5,
    says: 'unknown value "denny" for "refs.main.push"',
    hint: 'did you mean "deny"? allowed here: allow, warn, ask, deny',
  },
  {
    what: 'an unknown actor',
    text: 'version = 1\n[paths.x]\nmatch = ["x"]\nverdict = "deny"\nactors = ["agent",\n"robot"]',
    line: 5,
    says: 'unknown value "robot" for "paths.x.actors[2]"',
    hint: 'allowed here: human, agent, ci, unknown',
  },
  {
    what: 'a wrong type',
    text: 'version = 1\n[refs.main]\nmatch = "main"',
    line: 3,
    says: '"refs.main.match" must be an array, not a string',
  },
  {
    what: 'a table where a string belongs',
    text: 'version = 1\n[owner]\n[owner.name]',
    line: 3,
    says: '"owner.name" must be a string, not a table',
  },
  {
    what: 'no version',
    text: '[refs.main]\nmatch = ["main"]',
    line: 1,
    says: 'the file lacks "version"',
    hint: 'add a line',
  },
  {
    what: 'another version',
    text: 'version = 2',
    line: 1,
    says: '"version" must be 1',
    hint: 'newer portcullis',
  },
  {
    what: 'a clause without match',
    text: 'version = 1\n[paths.x]\nverdict = "deny"',
    line: 2,
    says: '"paths.x" lacks "match"',
  },
  {
    what: 'a path clause without verdict',
    text: 'version = 1\n[paths.x]\nmatch = ["x"]',
    line: 2,
    says: '"paths.x" lacks "verdict"',
  },
  {
    what: 'an empty list of globs',
    text: 'version = 1\n[paths.x]\nmatch = []\nverdict = "deny"',
    line: 3,
    says: 'an empty list matches nothing',
  },
  {
    what: 'only exclusions',
    text: 'version = 1\n[paths.x]\nmatch = ["!x"]\nverdict = "deny"',
    line: 3,
    says: 'exclusions alone',
  },
  {
    what: 'a ref with a leading slash',
    text: 'version = 1\n[refs.x]\nmatch = ["/main"]',
    line: 3,
    says: 'no leading "/"',
  },
  {
    what: 'an unknown built-in list',
    text: 'version = 1\n[paths.x]\nmatch = ["@builtin/hook"]\nverdict = "deny"',
    line: 3,
    says: 'unknown list "@builtin/hook"',
  },
  {
    what: 'an excluded built-in list',
    text: 'version = 1\n[paths.x]\nmatch = ["a", "!@builtin/hooks"]\nverdict = "deny"',
    line: 3,
    says: 'unknown list "!@builtin/hooks"',
  },
  {
    what: 'an empty reason',
    text: 'version = 1\n[skips.big]\nmatch = ["x"]\nreason = " "',
    line: 4,
    says: '"skips.big.reason" must not be empty',
  },
  {
    what: 'a waiver without reason',
    text: 'version = 1\n[[waivers]]\nrule = "a"\nmatch = ["x"]\nreason = "r"\n[[waivers]]\nrule = "b"\nmatch = ["x"]',
    line: 6,
    says: '"waivers[2]" lacks "reason"',
  },
  {
    what: 'a day that is none',
    text: 'version = 1\n[skips.big]\nmatch = ["x"]\nreason = "r"\nexpires = "soon"',
    line: 5,
    says: 'must be a day such as 2027-01-31',
  },
  {
    what: 'the 30th of February',
    text: 'version = 1\n[skips.big]\nmatch = ["x"]\nreason = "r"\nexpires = "2027-02-30"',
    line: 5,
    says: 'must be a day',
    schema: false,
  },
  {
    what: 'a size without a unit that exists',
    text: 'version = 1\n[limits.agent]\nbytes = "10XB"',
    line: 3,
    says: 'must be a size such as',
  },
  {
    what: 'a negative number',
    text: 'version = 1\n[limits.agent]\nfiles = -1',
    line: 3,
    says: 'must be a whole number from 0',
  },
  {
    what: 'half a file',
    text: 'version = 1\n[limits.agent]\nfiles = 1.5',
    line: 3,
    says: 'must be a whole number from 0',
  },
  {
    what: 'a limit about nobody',
    text: 'version = 1\n[limits.big]\nfiles = 1',
    line: 2,
    says: '"limits.big" does not say whom it is about',
    hint: 'actors = ["agent"]',
  },
  {
    what: 'an unknown scope',
    text: 'version = 1\n[scopes.agents]\npaths = ["x"]',
    line: 2,
    says: 'unknown field "agents" in "scopes"',
    hint: 'did you mean "agent"?',
  },
  {
    what: 'an unknown class',
    text: 'version = 1\n[changes.x]\nclass = "dependency-add"\nverdict = "warn"',
    line: 3,
    says: 'unknown value "dependency-add"',
    hint: 'dependency-added',
  },
  {
    what: 'an unknown confidence',
    text: 'version = 1\n[credentials]\ndeny = "certain"',
    line: 3,
    says: 'unknown value "certain" for "credentials.deny"',
    hint: 'low, medium, high, proven',
  },
  {
    what: 'a group with a stranger',
    text: 'version = 1\n[people.al]\nkeys = []\n[groups]\nsec = ["al", "bob"]',
    line: 5,
    says: '"bob" is no person of this file',
    hint: '[people.bob]',
    schema: false,
  },
  {
    what: 'a key that is neither a line nor a table',
    text: 'version = 1\n[people.al]\nkeys = [1]',
    line: 3,
    says: '"people.al.keys[1]" must be a table, not a number',
  },
  {
    what: 'a table of a key without the key',
    text: 'version = 1\n[people.al]\nkeys = [{ revoked = 2026-01-01 }]',
    line: 3,
    says: '"people.al.keys[1]" lacks "key"',
  },
  {
    what: 'an attestation outside of its folder',
    text: 'version = 1\n[people.al]\nkeys = [{ key = "k", attested = "../x" }]',
    line: 3,
    says: '"attested" must be the name of a file in .portcullis/attestations/',
  },
  {
    what: 'somebody who vouches for themselves',
    text: 'version = 1\n[people.al]\nkeys = [{ key = "k", vouched-by = "al" }]',
    line: 3,
    says: '"al" cannot vouch for a key of their own',
    schema: false,
  },
  {
    what: 'a stranger who vouches',
    text: 'version = 1\n[people.al]\nkeys = [\n  { key = "k", vouched-by = "bob" },\n]',
    line: 3,
    says: '"bob" is no person of this file',
    schema: false,
  },
  {
    what: 'an approver nobody knows',
    text: 'version = 1\n[paths.x]\nmatch = ["x"]\nverdict = "ask"\napprovers = ["@sec"]',
    line: 5,
    says: '"@sec" is no group of this file',
    schema: false,
  },
  {
    what: 'an expectation that is no verdict',
    text: 'version = 1\n[[examples]]\noperation = "push"\nref = "main"\nexpect = "block"',
    line: 5,
    says: 'unknown value "block"',
  },
  {
    what: 'a failing example',
    text: 'version = 1\n[[examples]]\noperation = "push"\nref = "main"\nexpect = "allow"\n[[examples]]\nactor = "agent"\noperation = "push"\nref = "main"\nexpect = "deny"',
    line: 6,
    says: 'example "agent push main" expects "deny", the policy says "allow"',
    hint: 'no clause speaks about it',
    schema: false,
  },
  {
    what: 'an example that names the wrong clause',
    text: 'version = 1\n[refs.a]\nmatch = ["main"]\npush = "deny"\n[[examples]]\noperation = "push"\nref = "main"\nexpect = "deny:refs.b"',
    line: 5,
    says: 'expects "deny:refs.b"',
    hint: 'strongest clause is refs.a',
    schema: false,
  },
  {
    what: 'a name that cannot be an id',
    text: 'version = 1\n[refs."a b"]\nmatch = ["x"]',
    line: 2,
    says: '"a b" is no name for a clause',
  },
  {
    what: 'control characters in a value, not printed',
    text: 'version = 1\nmode = "\\u001b[31mred"',
    line: 2,
    says: 'unknown value "?[31mred"',
  },
]

describe('a policy that cannot be used', () => {
  it.each(WRONG)('$what: file, line and hint', ({ text, line, says, hint }) => {
    const error = errorOf(() => compile(text))
    expect(error.message.startsWith(`${FILE}:${line}: `), error.message).toBe(true)
    expect(error.message).toContain(says)
    expect([error.exit, error.detail.subject, error.detail.line]).toEqual([2, FILE, line])
    if (hint !== undefined) expect(error.detail.hint).toContain(hint)
  })

  it.each([
    ['version = 1\n[refs\n', ':2:'],
    ['version = 1\nversion = 1\n', ':2:1: not valid TOML: trying to redefine'],
    ['version = \n', ':1:'],
    ['version = 1\n[refs.__proto__]\nmatch = ["x"]', ':2:'],
  ])('%j: what the parser refuses, with line and column', (text, place) => {
    const error = errorOf(() => compile(text))
    expect(error.message).toContain(FILE + place)
    expect(error.exit).toBe(2)
  })
})

describe('the published JSON Schema', () => {
  it('accepts what the design page shows, as the validator does', () => {
    expect(() => compile(DESIGN_EXAMPLE)).not.toThrow()
    expect(agrees(DESIGN_EXAMPLE), JSON.stringify(validate.errors)).toBe(true)
  })

  it.each(WRONG.filter(wrong => wrong.schema !== false))(
    'refuses $what, as the validator does',
    ({ text }) => {
      expect(agrees(text)).toBe(false)
    },
  )
})

function errorOf(act: () => unknown): PolicyError {
  try {
    act()
  } catch (error) {
    if (error instanceof PolicyError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the words of the schema', () => {
  it("are the validator's", () => {
    const { properties, definitions } = schema
    expect(properties.changes.additionalProperties.properties.class.enum).toEqual([...CHANGE_CLASSES])
    expect(properties.examples.items.properties.operation.enum).toEqual([...EXAMPLE_OPERATIONS])
    expect(Object.keys(properties.scopes.properties)).toEqual([...ACTORS_OR_ALL])
    expect(definitions.actor.enum).toEqual([...ACTORS])
    expect(definitions.verdict.enum).toEqual([...VERDICTS])
    expect(definitions.confidence.enum).toEqual([...CONFIDENCES])
    expect(Object.keys(definitions.refVerdicts.properties)).toEqual([...REF_VERBS])
    const lists = Object.keys(PATH_LISTS).map(name => name.replace('@builtin/', ''))
    expect(definitions.pathGlobs.allOf[1].items.not.pattern).toBe(
      `^!?@builtin/(?!${lists.map(name => `${name}$`).join('|')})|^!@builtin/`,
    )
  })
})

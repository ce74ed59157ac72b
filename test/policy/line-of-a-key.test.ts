import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineOf, parseToml } from '../../src/policy/toml.ts'

const TEXT = `# comment [not.a.table]
a = 1
"quoted key" = """
[fake]
b = 2
"""

[refs.main]   # why
match = [
  "x", # ]
  "[y]",
]
agent = { commit = "deny" }
'lit.key' = 'it''s'
dotted.key.deep = 1

[[examples]]
one = 1
[[examples]]
two = 'a # b'
[examples.sub]
three = 3
[ spaced . "out" ]
z = 0
`.replace("'it''s'", "'its'")

describe('lineOf', () => {
  it.each([
    [['a'], 2],
    [['quoted key'], 3],
    [['refs', 'main'], 8],
    [['refs', 'main', 'match'], 9],
    [['refs', 'main', 'match', 1], 9],
    [['refs', 'main', 'agent', 'commit'], 13],
    [['refs', 'main', 'lit.key'], 14],
    [['refs', 'main', 'dotted', 'key', 'deep'], 15],
    [['refs', 'main', 'missing'], 8],
    [['examples', 0, 'one'], 17 + 1],
    [['examples', 1], 19],
    [['examples', 1, 'two'], 20],
    [['examples', 1, 'sub', 'three'], 22],
    [['spaced', 'out', 'z'], 24],
    [['nowhere'], 1],
    [[], 1],
  ] as [(string | number)[], number][])('%j', (path, line) => {
    parseToml(TEXT, 'x')
    expect(lineOf(TEXT, path)).toBe(line)
  })

  it('finds keys behind carriage returns and a byte order mark', () => {
    expect(lineOf('\uFEFFa = 1\r\n[b]\r\nc = "x"\r\n', ['b', 'c'])).toBe(3)
  })

  it('ends on any text', () => {
    fc.assert(fc.property(fc.string(), fc.array(fc.string()), (text, path) => lineOf(text, path) >= 1))
    const bits = fc.array(
      fc.constantFrom('[', ']', '{', '}', '"', "'", '"""', '\\', '=', '.', '#', '\n', 'a', ' '),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(bits, parts => lineOf(parts.join(''), ['a', 'a']) >= 1),
      { numRuns: 2000 },
    )
  })
})

/** What commits say, quickly: the same as when each is taken apart and every text of it is looked at. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { loadDetectors } from '../../src/detect/load.ts'
import { parseCommit } from '../../src/git/commit.ts'
import { readCommits } from '../../src/history/commits.ts'
import { openHeard } from '../../src/history/heard.ts'
import { openWords } from '../../src/history/words.ts'
import { makeTable } from '../../src/pack/table.ts'
import { secret } from '../secret.ts'

const detectors = await loadDetectors()
const leaks = [secret(), secret(), secret()]
const latin1 = (text: string) => Buffer.from(text, 'latin1')

const id = fc.constantFrom('0'.repeat(40), 'ab'.repeat(20), 'cd'.repeat(32), 'no id')
const person = fc.constantFrom(
  'A <a@example.org> 1700000000 +0000',
  `${leaks[0]} <b@example.org> 1700000001 +0100`,
  `C <${leaks[1]}> 5 +0000`,
  'caf\xc3\xa9 <d@example.org> 1700000002 +0000',
  'caf\xe9 <e@example.org> 1700000003 +0000',
  'F > G <f@example.org> 12 -0700',
  'H\r <h@example.org> 13 +0000',
  'nobody at no time',
  'I <i@example.org> 99999999999 +0000',
)
const extra = fc.constantFrom(
  '',
  'encoding ISO-8859-1\n',
  'gpgsig -----BEGIN\n \n QUJD\n -----END\n',
  `gpgsig -----BEGIN\n ${leaks[2]}\n -----END\n`,
  `mergetag object 1\n type commit\n \n ${leaks[0]}\n`,
  `custom ${leaks[1]}\n`,
  'HG:rename \xe9\n',
)
const message = fc.constantFrom(
  '\n',
  '',
  '\nFix it\n',
  `\n${leaks[0]}\n`,
  '\n\xe9\xe9 caf\xe9\n',
  `\n\xe9 ${leaks[1]}\n`,
  `\n\xc3\xa9 ${leaks[2]}\n`,
  '\n\ntwo\n\nparts\n',
  '\n\0binary\n',
)
const commit = fc
  .record({
    tree: id,
    parents: fc.array(id, { maxLength: 3 }),
    author: person,
    committer: person,
    extra,
    message,
  })
  .map(({ tree, parents, author, committer, extra: more, message: said }) => {
    const lines = [`tree ${tree}`, ...parents.map(one => `parent ${one}`), `author ${author}`]
    return latin1(`${lines.join('\n')}\ncommitter ${committer}\n${more}${said}`)
  })

/** Each text, and which credentials are in it. */
function takenApart(content: Buffer): string[] {
  const { message: said, otherHeaders, author, committer } = parseCommit(content)
  const texts = [said, otherHeaders].map(text => ({ kind: 'commit-message', text }))
  const people = [author, committer].map(({ identity }) => ({ kind: 'identity', text: identity }))
  return [...texts, ...people].flatMap(({ kind, text }) =>
    detect(text, undefined, detectors).map(one => `${kind} ${one.ruleId} ${one.fingerprint} ${one.line}`),
  )
}

describe('words of commits', () => {
  it('are found in whatever form a commit has', () => {
    fc.assert(
      fc.property(fc.array(commit, { maxLength: 6 }), contents => {
        const words = openWords(detectors)
        contents.forEach((content, n) => {
          const spoken = words(n, Buffer.from(content))
          const told = spoken.flatMap(({ kind, credentials }) =>
            credentials.map(one => `${kind} ${one.ruleId} ${one.fingerprint} ${one.line}`),
          )
          expect(told.sort()).toEqual(takenApart(content).sort())
          expect(spoken.every(one => one.n === n)).toBe(true)
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('messages heard lately', () => {
  it('are those that were added, byte for byte', () => {
    const heard = openHeard()
    const [long, other] = ['a', 'b'].map(letter => Buffer.from(`${'x'.repeat(999)}${letter}`))
    heard.add(long!)
    expect([heard.has(long!), heard.has(other!), heard.has(Buffer.alloc(0))]).toEqual([true, false, false])
  })

  it('are forgotten when others took their place', () => {
    const heard = openHeard()
    const messages = Array.from({ length: 300 }, (_, i) => Buffer.from(`${i} ${'x'.repeat(20_000 + i)}`))
    for (const one of messages) heard.add(one)
    const known = messages.map(one => heard.has(Buffer.from(one)))
    expect(known.slice(-50)).not.toContain(false)
    expect(known.slice(0, 50)).not.toContain(true)
  })
})

describe('heads of commits', () => {
  const table = makeTable(20, 0)
  const read = (text: string) => {
    const reader = readCommits(table)
    reader.add(7, latin1(text))
    const { trees, parents, times, missing } = reader.done()
    return {
      trees: [...trees],
      parents: [...parents],
      times: [...times],
      missing: missing.map(one => one.id),
    }
  }
  const [a, b, c] = ['a', 'b', 'c'].map(digit => digit.repeat(40))
  const people = 'author A <a@example.org> 1 +0000\ncommitter B <b@example.org> 23 +0000'

  it('name their tree, their parents and their time', () => {
    const usual = read(`tree ${a}\nparent ${b}\nparent ${c}\n${people}\n\nparent ${a}\n`)
    expect(usual).toEqual({ trees: [-1], parents: [-1, -1], times: [23], missing: [a, b, c] })
  })

  it('end with the first empty line, however broken they are', () => {
    expect(read(`tree ab\n\nparent ${b}\n${people}\n`)).toMatchObject({
      parents: [],
      times: [0],
      missing: ['ab'],
    })
    expect(read(`tree ${a}\nauthor A\n\n${people}\n`)).toMatchObject({ parents: [], times: [0] })
    expect(read('')).toEqual({ trees: [-1], parents: [], times: [0], missing: [''] })
    expect(read(`tree ${a}\n${people.replace('23', '99999999999')}\n\nx`)).toMatchObject({ times: [0] })
  })
})

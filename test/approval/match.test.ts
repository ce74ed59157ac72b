import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MatchContext, matchApprovals } from '../../src/approval/match.ts'
import { personsOf } from '../../src/approval/persons.ts'
import { spentBy } from '../../src/approval/spent.ts'
import type { Approval, ContentEntry, VerifiedApproval } from '../../src/approval/types.ts'
import {
  approval,
  BOB,
  content,
  entry,
  id,
  missing,
  PEOPLE,
  refUpdate,
  verified,
  WORKFLOW,
  wanted,
} from './make.ts'

const GROUPS = new Map([['security', ['bob']]])
const match = (
  what: ReturnType<typeof wanted>,
  approvals: VerifiedApproval[],
  changed: Partial<MatchContext> = {},
) => matchApprovals(what, approvals, { people: PEOPLE, groups: GROUPS, ...changed })

const of = (...entries: ContentEntry[]) => ({ subject: content(entries) })
const alice = (changed: Partial<Approval> = {}) => verified(approval(changed))
const bob = (changed: Partial<Approval> = {}) => verified(approval({ approver: 'bob', ...changed }), BOB)
const step = (from: string | null, to: string | null, mode?: string) => entry('f', from, to, mode)

describe('content is approved', () => {
  it('by exactly that entry, and it is told by whom', () => {
    const yes = alice()
    expect(match(wanted(), [yes])).toEqual({
      met: true,
      clauses: [{ id: 'paths.workflows', met: true, by: [{ person: 'alice', approval: yes }], missing: [] }],
    })
  })

  it('several entries by several approvals; more than was asked for does no harm', () => {
    const approvals = [alice(of(entry('a', 'a', 'b'), entry('c', 'a', null))), bob(of(entry('b', null, 'c')))]
    expect(match(wanted(of(entry('a', 'a', 'b'), entry('b', null, 'c'))), approvals)).toMatchObject({
      met: true,
    })
  })

  it('by a chain of steps each approved, by whomever', () => {
    const approvals = [
      bob(of(step('b', 'c'))),
      alice(of(step('a', 'b'))),
      alice(of(step('c', 'd', '100755'))),
    ]
    const result = match(wanted(of(step('a', 'd', '100755'))), approvals)
    expect(result.clauses[0]).toMatchObject({ met: true })
    expect(result.clauses[0]!.by.map(voice => voice.person)).toEqual(['alice', 'bob', 'alice'])
    expect(match(wanted(of(step('a', 'd'))), approvals)).toMatchObject({ met: false })
  })

  it('by a chain through a deletion', () => {
    const approvals = [alice(of(step('a', null))), alice(of(step(null, 'b')))]
    expect(match(wanted(of(step('a', 'b'))), approvals)).toMatchObject({ met: true })
  })

  it('a change of mode alone', () => {
    expect(match(wanted(of(step('a', 'a', '100755'))), [alice(of(step('a', 'a', '100755')))])).toMatchObject({
      met: true,
    })
    expect(match(wanted(of(step('a', 'a', '100755'))), [])).toMatchObject({ met: false })
  })

  it('whole: all entries at once, and no path more or less', () => {
    const whole = { subject: content([step('a', 'b')], { whole: true }) }
    expect(match(wanted(whole), [alice(whole)])).toMatchObject({ met: true })
    expect(match(wanted(of(step('a', 'b'))), [alice(whole)])).toMatchObject({ met: true })
  })

  it('no path at all is not approved by nobody', () => {
    expect(missing(match(wanted(of()), [alice()]))).toEqual(['no path is named that could be approved'])
  })

  it('whole without a path: a message alone', () => {
    const empty = { subject: content([], { whole: true }) }
    expect(match(wanted(empty), [alice(empty)])).toMatchObject({ met: true })
    expect(match(wanted(empty), [])).toMatchObject({ met: false })
  })
})

describe('people', () => {
  it('two of them, one by a review', () => {
    const review = { account: 'bob-gh', bot: false, author: false, lastPusher: false }
    const two = wanted({}, { count: 2, reviewCounts: true })
    expect(match(two, [alice()], { reviews: [review] })).toMatchObject({ met: true })
    expect(match(two, [alice(), bob()])).toMatchObject({ met: true })
    expect(match(two, [alice()])).toMatchObject({ met: false })
    expect(match(two, [bob()], { reviews: [review] })).toMatchObject({ met: false })
  })

  it('a review of a whole change', () => {
    const reviews = [{ account: 'bob-gh', bot: false, author: false, lastPusher: false }]
    const whole = wanted({ subject: content([WORKFLOW], { whole: true }) }, { reviewCounts: true })
    expect(match(whole, [], { reviews, spent: () => null })).toMatchObject({ met: true })
  })

  it('are known by any of their addresses, or by their account', () => {
    const both = new Map([
      ['alice', { name: 'Alice', emails: ['a@old.example', 'a@new.example'], github: 'al', keys: [] }],
      ['bob', { name: 'Bob', emails: ['b@old.example'], keys: [] }],
    ])
    expect(personsOf([{ email: 'x@y.example' }, { email: 'A@NEW.example' }], both)).toEqual(['alice'])
    expect(personsOf([{ account: 'AL' }, { account: 'x', email: 'b@old.example' }], both)).toEqual([
      'alice',
      'bob',
    ])
    expect(personsOf([{}, { account: 'nobody' }], both)).toEqual([])
  })

  it('a group of the clause', () => {
    const security = wanted({}, { approvers: ['@security'] })
    expect(match(security, [bob()])).toMatchObject({ met: true })
    expect(match(wanted({}, { approvers: ['alice', '@security'] }), [bob()])).toMatchObject({ met: true })
    expect(missing(match(security, [alice()]))[1]).toContain('is by nobody who may answer it (@security)')
  })

  it('one approval answers two clauses, and says so of each', () => {
    const clauses = ['paths.a', 'paths.b'].map(id => ({ ...wanted().clauses[0]!, id }))
    const one = alice({ clauses: ['paths.a', 'paths.b'] })
    expect(match(wanted({ clauses }), [one])).toMatchObject({ met: true })
    const half = match(wanted({ clauses }), [alice({ clauses: ['paths.a'] })])
    expect([half.met, ...half.clauses.map(clause => clause.met)]).toEqual([false, true, false])
  })

  it('who is left out does not keep another from answering', () => {
    expect(match(wanted({}, { exclude: ['alice'] }), [alice(), bob()])).toMatchObject({ met: true })
  })
})

describe('a ref update', () => {
  const asked = wanted({ subject: refUpdate() })
  const yes = (changed = {}) => ({ subject: refUpdate(changed), tip: null })
  it('is approved as it is', () => {
    expect(match(asked, [alice(yes())])).toMatchObject({ met: true })
    expect(match(wanted({ subject: refUpdate() }, { count: 2 }), [alice(yes()), bob(yes())])).toMatchObject({
      met: true,
    })
  })
  it('is not put together of steps', () => {
    const two = [alice(yes({ after: id('c') })), alice(yes({ before: id('c') }))]
    expect(match(asked, two)).toMatchObject({ met: false })
  })
  it('a review answers one that only adds', () => {
    const reviews = [{ account: 'bob-gh', bot: false, author: false, lastPusher: false }]
    const update = wanted({ subject: refUpdate({ action: 'update' }) }, { reviewCounts: true })
    expect(match(update, [], { reviews })).toMatchObject({ met: true })
  })
})

describe('spent', () => {
  const made = (...steps: [string | null, string | null][]) =>
    steps.map(([from, to]) => ({ pathB64: step('a', 'b').pathB64, from: from && id(from), to: to && id(to) }))
  const spent = (yes: VerifiedApproval[], ...steps: [string | null, string | null][]) => {
    const is = spentBy(yes, () => made(...steps))
    return yes.map(one => is(one, (one.subject as { entries: ContentEntry[] }).entries[0]!) !== null)
  }
  const ab = alice(of(step('a', 'b')))
  const bc = alice(of(step('b', 'c')))
  const cd = alice(of(step('c', 'd')))

  it('the step itself, a later one of its chain not', () => {
    expect(spent([ab, bc], ['a', 'b'])).toEqual([true, false])
    expect(spent([ab, bc], ['a', 'b'], ['b', 'c'])).toEqual([true, true])
  })
  it('all steps of a chain that landed squashed', () =>
    expect(spent([ab, bc, cd], ['a', 'd'])).toEqual([true, true, true]))
  it('a part of a chain', () => expect(spent([ab, bc, cd], ['a', 'c'])).toEqual([true, true, false]))
  it('the same content, come from somewhere else', () => expect(spent([ab], ['x', 'b'])).toEqual([true]))
  it('a change of mode', () => {
    const mode = alice(of(step('a', 'a', '100755')))
    expect(spent([mode], ['x', 'a'])).toEqual([false])
    expect(spent([mode], ['a', 'a'])).toEqual([true])
  })
  it('nothing happened, or at another path', () => {
    expect(spent([ab])).toEqual([false])
    const elsewhere = spentBy([ab], () => [{ pathB64: 'eA==', from: id('a'), to: id('b') }])
    expect(elsewhere(ab, step('a', 'b'))).toBeNull()
  })
  it('asks for the history since the commit the approver saw', () => {
    const asked: unknown[] = []
    const madeSince = (...args: unknown[]) => {
      asked.push(args)
      return []
    }
    spentBy([ab], madeSince)(ab, step('a', 'b'))
    expect(asked).toEqual([['refs/heads/main', id('e')]])
  })
})

it('whatever is approved: met means that approved steps lead there, and every one of them is needed somewhere', () => {
  const letter = fc.constantFrom('a', 'b', 'c', 'd')
  const edges = fc.uniqueArray(fc.tuple(letter, letter), { maxLength: 6, selector: pair => pair.join() })
  fc.assert(
    fc.property(edges, letter, letter, (steps, from, to) => {
      const yes = steps.map(([a, b]): VerifiedApproval => ({ ...alice1, ...of(step(a, b)), id: `${a}${b}` }))
      const reached = new Set<string>(steps.filter(([a]) => a === from).map(([, b]) => b))
      for (const at of reached) for (const [a, b] of steps) if (a === at) reached.add(b)
      const result = match(wanted(of(step(from, to))), yes)
      expect(result.met).toBe(reached.has(to))
      expect(result.clauses[0]!.missing.length > 0).toBe(!result.met)
    }),
    { seed: 6 },
  )
})

const alice1 = alice()

it('any field of an entry that differs is refused', () => {
  const other: Partial<ContentEntry> = {
    pathB64: 'eA==',
    mode: '100755',
    from: id('d'),
    to: id('d'),
    toSha256: 'd'.repeat(64),
  }
  for (const [field, value] of Object.entries(other)) {
    const subject = content([{ ...WORKFLOW, [field]: value }])
    expect(match(wanted({ subject }), [alice()]), field).toMatchObject({ met: false })
  }
})

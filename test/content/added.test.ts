// Only what a change brings: a line that moves, or stands in any parent, says nothing.
import { expect, it } from 'vitest'
import { added, classOf } from '../../src/content/look.ts'
import { at, sightsOf } from './attack.ts'

const bad = (n: number) => `x${n} = "${at(0x202e)}"\n`
const brought = (now: string, ...parents: string[]) =>
  added(
    sightsOf(now),
    parents.map(parent => sightsOf(parent)),
  ).map(({ line }) => line)

it.each<[string, number[], string, ...string[]]>([
  ['a new file', [1], bad(1)],
  ['an old line', [], bad(1), bad(1)],
  ['an old line that moved', [], `new\n${bad(1)}`, bad(1)],
  ['an old line that is indented', [], `  ${bad(1)}`, bad(1)],
  ['a new line beside it', [2], bad(1) + bad(2), bad(1)],
  ['a second copy', [2], bad(1) + bad(1), bad(1)],
  ['a merge: each parent has one', [], bad(1) + bad(2), bad(1), bad(2)],
  ['a merge that brings one of its own', [3], bad(1) + bad(2) + bad(3), bad(1), bad(2)],
])('%s', (_, lines, now, ...parents) => {
  expect(brought(now, ...parents)).toEqual(lines)
})

it('a class is what stands before the stroke', () => {
  expect([{ rule: 'hidden-unicode/tags' }, { rule: 'agent-permissions-widened' }].map(classOf)).toEqual([
    'hidden-unicode',
    'agent-permissions-widened',
  ])
})

import { expect, test } from 'vitest'
import { disguised, mutated, randomOf } from './fuzz.ts'
import { judge } from './judge.ts'

const ROUNDS = 10_000

test('random and mutated commands are judged, whatever they are', () => {
  const random = randomOf(1)
  const verdicts = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const shell = round % 5 === 0 ? 'powershell' : round % 7 === 0 ? 'cmd' : 'posix'
    verdicts.add(judge(mutated(random), {}, shell).verdict)
  }
  expect([...verdicts].sort()).toEqual(['ask', 'deny', 'none'])
})

test('a command that is objected to is objected to in every disguise', () => {
  const random = randomOf(2)
  const slipped: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const command = disguised(random)
    if (judge(command).verdict === 'none') slipped.push(command)
  }
  expect(slipped.slice(0, 5)).toEqual([])
})

import { expect, test } from 'vitest'
import { isInteresting } from '../../src/command/quick.ts'
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

const PROGRAMS = [
  'ls',
  'cat',
  'grep',
  'rg',
  'jq',
  'sort',
  'diff',
  'which',
  'test',
  'tsc',
  'git status',
  'git log',
  'git show',
  'npm test',
  'npm',
  'git',
  'vitest',
  'file',
  'type',
  'tr',
]
const WORDS = [
  'git',
  'commit',
  '-n',
  '--no-verify',
  '.git/hooks',
  '.husky/pre-commit',
  '-i',
  '-delete',
  'HUSKY=0',
  '--output=.git/hooks/x',
  '-o',
  '-x',
  'push',
  '-f',
]

test('what is not looked at would meet no objection, whatever its words', () => {
  const random = randomOf(3)
  const pick = (list: string[]) => list[Math.floor(random() * list.length)]!
  const objected: string[] = []
  for (let round = 0; round < 3000; round++) {
    const line = [
      pick(PROGRAMS),
      ...Array.from({ length: Math.floor(random() * 6) }, () => pick(WORDS)),
    ].join(' ')
    // behind a semicolon it is looked at
    if (!isInteresting(line) && judge(`true;${line}`).verdict !== 'none') objected.push(line)
  }
  expect(objected).toEqual([])
})

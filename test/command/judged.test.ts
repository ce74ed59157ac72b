import { describe, expect, test } from 'vitest'
import { isInteresting } from '../../src/command/quick.ts'
import { judge } from './judge.ts'
import { OBJECTED } from './objected.ts'
import { POWERSHELL } from './powershell.ts'
import { STATES } from './states.ts'
import { UNOBJECTED } from './unobjected.ts'

describe.each(Object.entries(OBJECTED))('a command that %s', (_what, commands) => {
  test('is denied or asked about', () => {
    expect(commands.filter(command => judge(command).verdict === 'none')).toEqual([])
  })
})

test('everyday commands and look-alikes meet no objection', () => {
  const met = UNOBJECTED.map(command => ({ command, rules: judge(command).reasons.map(({ rule }) => rule) }))
  expect(met.filter(({ rules }) => rules.length > 0)).toEqual([])
})

test('the tables say enough to mean something', () => {
  expect(Object.values(OBJECTED).flat().length).toBeGreaterThan(500)
  expect(UNOBJECTED.length).toBeGreaterThan(300)
})

test('what is not looked at would meet no objection', () => {
  const skipped = [...Object.values(OBJECTED).flat(), ...UNOBJECTED].filter(
    command => !isInteresting(command),
  )
  expect(skipped.length).toBeGreaterThan(5)
  // a line break in front makes it a script that is looked at
  expect(skipped.filter(command => judge(`true;${command}`).verdict !== 'none')).toEqual([])
})

test.each<[string, boolean]>([
  ['ls -la src && npm test', false],
  ['cd sub; git status --short | head -5 || pwd', false],
  ['ls | sh', true],
  ['ls && git commit -nm x', true],
  ['git log | xargs git push -f', true],
  ['ls; sort -o .git/config x', true],
  ['ls & git push', true],
  ["ls ; echo 'a;b'", true],
  ['ls ;; pwd', true],
  ['ls\ngit push -f', true],
])('%j is looked at: %s', (command, looked) => {
  expect(isInteresting(command)).toBe(looked)
  if (!looked) expect(judge(`true;${command}`).verdict).toBe('none')
})

test.each(STATES)('$command: $verdict $when', ({ command, facts, verdict }) => {
  expect(judge(command, facts).verdict).toBe(verdict)
})

test.each(POWERSHELL)('$shell: $command: $verdict', ({ shell, command, verdict }) => {
  expect(judge(command, {}, shell).verdict).toBe(verdict)
})

test('reasons repeat nothing of the command and advise no way around', () => {
  const texts = Object.values(OBJECTED)
    .flat()
    .flatMap(command => judge(command).reasons.map(({ message, next }) => `${message} ${next}`))
  expect(texts.filter(text => /no-verify|hooksPath|HUSKY|--force\b|evil|Bob/.test(text))).toEqual([])
})

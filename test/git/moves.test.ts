import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { movesIn } from '../../src/git/moves.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portcullis-moves-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const A = 'a1'.repeat(20)
const B = 'b2'.repeat(20)
const entry = (message: string, after = B) => `${A} ${after} A <b> C <a@b.c> 1795341600 +0100${message}\n`

function movesOf(text: string, from = 0) {
  writeFileSync(join(dir, 'HEAD'), text)
  return movesIn(join(dir, 'HEAD'), from)!
}

test.each([
  ['commit: a: b', 'commit'],
  ['commit (initial): x', 'commit (initial)'],
  ['commit (amend): clone: from x', 'commit (amend)'],
  ['commit (merge): x', 'commit (merge)'],
  ['cherry-pick: x', 'cherry-pick'],
  ['revert: Revert "x"', 'revert'],
  ["merge topic: Merge made by the 'ort' strategy.", 'merge topic'],
  ["pull: Merge made by the 'ort' strategy.", 'pull'],
  ['rebase (pick): x', 'rebase (pick)'],
  ['rebase -i (fixup): x', 'rebase -i (fixup)'],
  ['pull --rebase origin main (pick): x', 'pull --rebase origin main (pick)'],
  ['am: x', 'am'],
  ['', ''],
])('%j was made here', (message, action) => {
  const text = message === '' ? entry('') : entry(`\t${message}`)
  expect(movesOf(text).made).toEqual([{ after: B, seconds: 1_795_341_600, action }])
})

test.each([
  'merge origin/main: Fast-forward',
  'cherry-pick: fast-forward',
  'pull: Fast-forward',
  'pull --rebase (start): checkout x',
  'pull --rebase (finish): returning to refs/heads/main',
  'rebase (start): checkout x',
  'rebase (finish): returning to refs/heads/x',
  'rebase (abort): returning to refs/heads/x',
  'checkout: moving from a to b',
  'reset: moving to HEAD^',
  'clone: from commit: x',
  'fetch origin main:main: storing head',
  'branch: Created from commit',
])('%j was not', message => {
  const { made, last } = movesOf(entry(`\t${message}`))
  expect([made, last]).toEqual([[], B])
})

test('from where the last look ended; a shorter file from its start; nothing for garbage', () => {
  const one = entry('\tcommit: one')
  expect(movesOf(one + entry('\tcommit: two', A), one.length)).toMatchObject({
    made: [{ after: A }],
    from: A,
    last: A,
  })
  expect(movesOf(one, one.length)).toEqual({ made: [], from: null, last: null, size: one.length })
  expect(movesOf(one, 5 * one.length)).toMatchObject({ made: [{ after: B }], size: one.length })
  expect(movesOf(`garbage\n${entry('\tcommit: gone', '0'.repeat(40))}`).made).toEqual([])
  expect(movesIn(join(dir, 'nothing'), 0)).toBeNull()
})

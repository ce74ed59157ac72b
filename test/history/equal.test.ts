/** A look along delta trees finds what a look at every blob finds: no more and no less. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeRepo, type TestRepo } from '../git/fixture.ts'
import { commitAll, type Files, statesOf } from './made.ts'
import { closeStore, foundIn, openStore, readHistory } from './store.ts'
import { credential, Dice, lines, ruleExamples } from './versions.ts'

const examples = ruleExamples()

/** Packed so that most blobs are deltas. */
function packed(states: Files[]): TestRepo {
  const repo = commitAll(states)
  repo.git('repack', '-adfq', '--depth=50', '--window=50')
  return repo
}

function expectEqual(repo: TestRepo, atLeast: { deltas: number; found: number }): string[] {
  const store = openStore(repo)
  const { placed } = readHistory(store, repo)
  const { table } = store
  const isPlaced = (n: number) => placed.first[n + 1]! > placed.first[n]!
  const deltas = Array.from(table.base.keys()).filter(n => table.base[n]! >= 0 && isPlaced(n)).length
  expect(deltas).toBeGreaterThanOrEqual(atLeast.deltas)
  const whole = foundIn(store, placed, true)
  const along = foundIn(store, placed, false)
  closeStore(store)
  expect(along).toEqual(whole)
  expect(whole.length).toBeGreaterThanOrEqual(atLeast.found)
  return whole
}

describe('along delta trees as blob by blob', () => {
  for (const seed of [1, 2, 3])
    it(`a history made to break it (seed ${seed})`, () => {
      const states = statesOf({ dice: new Dice(seed), examples }, 70)
      expectEqual(packed(states), { deltas: 40, found: 100 })
    })

  it('a large file: git copies no more than 64 KB at once, and a credential lies over the cut', () => {
    const words = { dice: new Dice(5), examples: examples.filter(one => one.id === 'github-pat') }
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `${i} ${lines(words, 1).replace(/[^ -~]/g, '')}\n`,
    ).join('')
    const [before, behind] = [rows.slice(0, 65_520), rows.slice(65_520, 90_000)]
    const states: Files[] = []
    for (let i = 0; i < 40; i++) {
      const text = `${before}\n${credential({ ...words, dice: new Dice(1) })}\n${behind}\nend ${i}`
      states.push(new Map([['a.txt', Buffer.from(text)]]))
    }
    expectEqual(packed(states), { deltas: 30, found: 40 })
  })

  it('this repository itself', context => {
    const dir = join(import.meta.dirname, '../..')
    const isOwn = existsSync(join(dir, '.git'))
    if (!isOwn) return context.skip('no checkout')
    const from = makeRepo({ dir })
    if (from.git('rev-parse', '--is-shallow-repository') === 'true') return context.skip('a shallow clone')
    const repo = makeRepo({ init: ['--bare'] })
    repo.git(
      'fetch',
      '-q',
      '--no-tags',
      '--depth=40',
      `file://${from.git('rev-parse', '--path-format=absolute', '--git-common-dir')}`,
      `${from.git('rev-parse', 'HEAD')}:refs/heads/main`,
    )
    repo.git('symbolic-ref', 'HEAD', 'refs/heads/main')
    repo.git('repack', '-adq')
    expectEqual(repo, { deltas: 20, found: 0 })
  })
})

/** A run that is stopped leaves what it is through with to the next one. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openClean } from '../../src/clean/store.ts'
import { expand, loadDetectors } from '../../src/detect/index.ts'
import { openRepo } from '../../src/git/run.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { history } from '../../src/sources/history.ts'
import { makeRepo, NOBODY, tempDir, testEnv } from '../git/fixture.ts'

/** Blobs that share nothing: each is a delta tree of its own, and they come in many portions. */
const FILES = 100

it('stopped twice, it goes on twice, and finds all', async () => {
  const repo = makeRepo()
  const token = `sk_live_${expand('⟦[A-Za-z0-9]{24}⟧', 5)}`
  for (let i = 0; i < FILES; i++) {
    const text = Array.from({ length: 30 }, (_, line) => `${i * 7919 + line * i}`).join('\n')
    repo.write(`file-${i}.txt`, i === 77 ? `${text}\nsee ${token} there\n` : text)
  }
  repo.commit('many')
  const folder = join(tempDir(), 'portcullis')
  const detectors = loadDetectors()

  async function look(stopAt = Number.POSITIVE_INFINITY) {
    const stop = new AbortController()
    const options = {
      signal: stop.signal,
      clean: (eyes: Parameters<typeof openClean>[1]) => openClean(folder, eyes),
    }
    const operation = await history(await openRepo(repo.dir, testEnv()), NOBODY, options)
    const { coverage, findings } = await operation.look!(compilePolicy([]), detectors, done => {
      if (done >= stopAt) stop.abort()
    })
    operation.objects.close()
    return { ...coverage, rules: findings.map(({ path }) => path) }
  }

  const first = await look(20)
  expect(first).toMatchObject({ blobs: FILES, remembered: 0 })
  expect(first.unread.map(({ reason }) => reason)).toEqual(['stopped before the end; run it again to go on'])
  const second = await look(20)
  expect(second.unread.length).toBe(1)
  expect(second.remembered).toBeGreaterThanOrEqual(19)
  expect(second.remembered).toBeLessThan(FILES / 2)
  const third = await look()
  expect(third.unread).toEqual([])
  expect(third.remembered).toBeGreaterThan(second.remembered!)
  expect(third.rules).toEqual(['file-77.txt'])
  expect(await look()).toMatchObject({ remembered: FILES - 1, rules: ['file-77.txt'] })
})

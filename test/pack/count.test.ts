/** How many objects a store has, told before any of it is read. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { countPacked } from '../../src/pack/packs.ts'
import { makeRepo } from '../git/fixture.ts'
import { tableOf } from './store.ts'

it('about as many as there are, and none where nothing is packed', () => {
  const repo = makeRepo()
  for (let i = 0; i < 5; i++) {
    repo.write(`file${i}`, `content ${i}\n`)
    repo.commit(`commit ${i}`)
  }
  const folder = join(repo.dir, '.git', 'objects')
  expect(countPacked([folder, join(folder, 'nowhere')])).toBe(0)
  repo.git('repack', '-adq')
  const { count } = tableOf(repo)
  const about = countPacked([folder])
  expect(about).toBeGreaterThanOrEqual(count)
  expect(about).toBeLessThan(count + 100)
})

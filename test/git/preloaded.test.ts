/** What the shim asked git for while Node was starting, and the reader that answers from it. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openObjects } from '../../src/git/objects.ts'
import { preloadedAnswer, readPreloaded } from '../../src/git/preloaded.ts'
import { openRepo } from '../../src/git/run.ts'
import { GIT, makeRepo, testEnv } from './fixture.ts'

const repo = makeRepo()
repo.write('.portcullis/policy.toml', 'version = 1\n')
repo.write('a', 'first\n')
repo.write('b', Buffer.from([0, 10, 255, 10]))
repo.commit('first')
const head = repo.git('rev-parse', 'HEAD').trim()
const blob = repo.git('rev-parse', 'HEAD:b').trim()
const asked = ['HEAD^{commit}', 'HEAD:.portcullis/policy.toml', 'HEAD:.portcullis/key', blob, '0'.repeat(40)]
const stream = execFileSync(GIT, ['cat-file', '--batch=%(objectname) %(objecttype) %(objectsize) %(rest)'], {
  cwd: repo.dir,
  input: asked.map(question => `${question} ${/[:^]/.test(question) ? question : ''}\n`).join(''),
})

it('answers by id, by question, and by the commit a question named', () => {
  const known = readPreloaded(stream)
  expect(preloadedAnswer(known, blob)?.data).toEqual(Buffer.from([0, 10, 255, 10]))
  expect(preloadedAnswer(known, 'HEAD^{commit}')?.id).toBe(head)
  expect(preloadedAnswer(known, `${head}:.portcullis/policy.toml`)?.data?.toString()).toBe('version = 1\n')
})

it('knows what is not there, but leaves a missing id to git', () => {
  const known = readPreloaded(stream)
  expect(preloadedAnswer(known, `${head}:.portcullis/key`)).toBe(null)
  expect(preloadedAnswer(known, '0'.repeat(40))).toBe(undefined)
  expect(preloadedAnswer(known, `${head}:never-asked`)).toBe(undefined)
})

it('a stream that breaks off holds fewer answers, never other ones', () => {
  const whole = readPreloaded(stream)
  fc.assert(
    fc.property(fc.nat(stream.length), length => {
      for (const [question, answer] of readPreloaded(stream.subarray(0, length)))
        if (answer !== null) expect(answer).toEqual(whole.get(question))
    }),
  )
})

it('the reader starts git only for what is not among them, and holds to the limit', async () => {
  const opened = await openRepo(repo.dir, testEnv())
  const objects = openObjects({ ...opened, git: '/nowhere/git' }, readPreloaded(stream))
  expect((await objects.read(blob, 100)).size).toBe(4)
  expect((await objects.read(blob, 3)).data).toBe(null)
  await expect(objects.read(repo.git('rev-parse', 'HEAD:a').trim(), 100)).rejects.toThrow('git was not found')
  objects.close()
})

/** A repository's name is the same in every clone, and holds no credential. */
import { expect, it } from 'vitest'
import { nameOf, repositoryName } from '../../src/git/name.ts'
import { openRepo } from '../../src/git/run.ts'
import { cloneOf, makeRepo, testEnv } from './fixture.ts'

it.each([
  ['https://github.com/acme/app.git', 'github.com/acme/app'],
  ['https://github.com/acme/app', 'github.com/acme/app'],
  ['https://github.com/acme/app/', 'github.com/acme/app'],
  ['https://user:word@github.com/acme/app.git', 'github.com/acme/app'],
  ['https://user:w@rd@github.com/acme/app.git', 'github.com/acme/app'],
  ['https://x-access-token:abc@github.com/acme/app?token=abc#abc', 'github.com/acme/app'],
  ['ssh://git@example.org:2222/acme/app.git', 'example.org:2222/acme/app'],
  ['git@github.com:acme/app.git', 'github.com/acme/app'],
  ['github.com:acme/app.git', 'github.com/acme/app'],
  ['file:///srv/git/app.git', 'app'],
  ['/srv/git/app.git/', 'app'],
  ['../app', 'app'],
  ['/data/app.bundle', 'app'],
  ['C:\\repos\\app.git', 'app'],
  ['C:/repos/app', 'app'],
])('%s is %s', (url, name) => {
  expect(nameOf(url, '/somewhere/else/.git')).toBe(name)
})

it.each([
  ['/home/alice/app/.git', 'app'],
  ['/srv/git/app.git', 'app'],
  ['/srv/git/app/.git/modules/lib', 'lib'],
])('without a remote: %s is %s', (folder, name) => {
  expect(nameOf('', folder)).toBe(name)
})

it('asks git for origin; a clone is called as what it was cloned from', async () => {
  const origin = makeRepo()
  origin.commit('one')
  const name = origin.dir.split('/').at(-1)
  const clone = cloneOf(origin)
  for (const { dir } of [origin, clone])
    expect(await repositoryName(await openRepo(dir, testEnv()))).toBe(name)
  clone.git('remote', 'set-url', 'origin', 'https://user:word@example.org/acme/app.git')
  expect(await repositoryName(await openRepo(clone.dir, testEnv()))).toBe('example.org/acme/app')
})

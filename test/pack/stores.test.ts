/** Where objects are: the repository's own folder and what it borrows from. */
import { appendFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PackError } from '../../src/errors.ts'
import { buildTable } from '../../src/pack/build.ts'
import { objectFolders } from '../../src/pack/stores.ts'
import { cloneOf, makeRepo, type TestRepo, tempDir } from '../git/fixture.ts'
import { contentsOf, expectSame, makeHistory, objectsOf, tableOf } from './store.ts'

it('a clone that shares, of a clone that shares', () => {
  const first = makeHistory()
  const second = cloneOf(first, '--shared')
  second.write('second', 'second')
  second.commit('second')
  second.git('repack', '-adlq')
  const third = cloneOf(second, '--shared')
  third.write('third', 'third')
  third.commit('third')
  expect(foldersOf(third)).toEqual([third, second, first].map(objectsOf))
  expectSame(tableOf(third), contentsOf(third))
})

describe('info/alternates', () => {
  it('relative to the folder of objects, in quotes, beside comments and empty lines', () => {
    const lender = makeHistory()
    const other = makeHistory({ commits: 1 })
    const repo = makeRepo()
    const path = relative(objectsOf(repo), objectsOf(lender))
    const quoted = objectsOf(other).replace('objects', '\\157bjects')
    addAlternates(repo, '# a comment', '', path, `"${quoted}"`)
    expect(foldersOf(repo)).toEqual([repo, lender, other].map(objectsOf))
    expectSame(tableOf(repo), contentsOf(repo))
  })

  it('that go round in a circle, also by another path', () => {
    const one = makeRepo()
    const two = makeRepo()
    const link = join(tempDir(), 'link')
    symlinkSync(objectsOf(one), link)
    addAlternates(one, objectsOf(two), objectsOf(one))
    addAlternates(two, link)
    expect(foldersOf(one)).toEqual([objectsOf(one), objectsOf(two)])
  })

  it('nested deeper than git follows them', () => {
    const repos = Array.from({ length: 8 }, (_, i) => {
      const repo = makeRepo()
      repo.feed(`${i}`, 'hash-object', '-w', '--stdin')
      return repo
    })
    for (const [i, repo] of repos.slice(0, -1).entries()) addAlternates(repo, objectsOf(repos[i + 1]!))
    expectSame(tableOf(repos[0]!), contentsOf(repos[0]!))
  })

  it('that name a folder which is not there', () => {
    const repo = makeRepo()
    const gone = join(tempDir(), 'gone')
    addAlternates(repo, gone)
    expect(tableOf(repo).problems).toEqual([{ subject: gone, reason: 'this folder of objects is not there' }])
  })
})

it('info/alternates that is there and cannot be read', () => {
  const repo = makeRepo()
  const path = join(objectsOf(repo), 'info', 'alternates')
  mkdirSync(path, { recursive: true })
  expect(() => foldersOf(repo)).toThrow(PackError)
  expect(() => foldersOf(repo)).toThrow(`"${path}": it could not be read (EISDIR)`)
})

describe('the environment', () => {
  it('borrows from a list of folders', () => {
    const [one, two, repo] = [makeHistory(), makeHistory({ commits: 1 }), makeRepo()]
    const list = [objectsOf(one), relative(repo.dir, objectsOf(two))].join(delimiter)
    const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: list }
    expect(foldersOf(repo, env)).toEqual([repo, one, two].map(objectsOf))
    expectSame(tableOf(repo, env), contentsOf(repo, env))
  })

  it('quotes a folder with the separator in its name', () => {
    const repo = makeRepo()
    const odd = join(tempDir(), `a${delimiter}b"c`)
    mkdirSync(odd)
    const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${odd.replace('"', '\\"')}"${delimiter}` }
    expect(foldersOf(repo, env)).toEqual([objectsOf(repo), odd])
  })

  it('names another folder of objects, as git does while it receives a push', () => {
    const repo = makeHistory()
    const incoming = join(tempDir(), 'incoming')
    mkdirSync(incoming)
    const env = { GIT_OBJECT_DIRECTORY: incoming, GIT_ALTERNATE_OBJECT_DIRECTORIES: objectsOf(repo) }
    repo.git(env, 'commit-tree', '-m', 'in quarantine', repo.git('rev-parse', 'HEAD^{tree}'))
    expect(foldersOf(repo, env)).toEqual([incoming, objectsOf(repo)])
    expectSame(tableOf(repo, env), contentsOf(repo, env))
    expect(tableOf(repo, env).count).toBe(tableOf(repo).count + 1)
  })
})

it('a lender is enough: the repository itself has nothing', () => {
  const lender = makeHistory()
  const repo = makeRepo()
  rmSync(join(objectsOf(repo), 'pack'), { recursive: true })
  addAlternates(repo, objectsOf(lender))
  expectSame(buildTable({ folders: foldersOf(repo), hashBytes: 20 }), contentsOf(repo))
})

function foldersOf(repo: TestRepo, env: NodeJS.ProcessEnv = {}): string[] {
  return objectFolders(objectsOf(repo), env, repo.dir)
}

function addAlternates(repo: TestRepo, ...lines: string[]): void {
  mkdirSync(join(objectsOf(repo), 'info'), { recursive: true })
  appendFileSync(join(objectsOf(repo), 'info', 'alternates'), `${lines.join('\n')}\n`)
}

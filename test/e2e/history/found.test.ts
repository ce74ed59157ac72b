// What a scan of a whole history tells: where a credential came from, where it stands, and what is said beside the files.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cloneOf, makeRepo, tempDir } from '../../git/fixture.ts'
import { placesIn, publish, scan, secret, unread } from './run.ts'

const filler = Array.from({ length: 80 }, (_, i) => `line ${i} of something ordinary\n`).join('')

describe('a credential in a file', () => {
  for (const isPacked of [false, true])
    it(`is told once for each path: who first brought it, when, and where it stands (${isPacked ? 'packed' : 'loose'})`, async () => {
      const repo = makeRepo()
      const [one, two, gone] = [secret(), secret(), secret()]
      repo.write('a.js', filler)
      repo.commit('clean')
      repo.write('a.js', `${filler}key = "${one}"\n`)
      repo.git('add', '-A')
      repo.git({ GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.org' }, 'commit', '-qm', 'first')
      const first = repo.git('rev-parse', 'HEAD')
      repo.write('old.js', `${filler}key = "${gone}"\n`)
      const passing = repo.commit('passing')
      repo.git('rm', '-q', 'old.js')
      repo.write('a.js', `more\n${filler}key = "${one}"\nend\n`)
      repo.write('copy/b.js', `${filler}key = "${one}"\n`)
      const copied = repo.commit('copied')
      repo.git('checkout', '-qb', 'side')
      repo.write('c.js', `${filler}key = "${two}"\n`)
      const side = repo.commit('side')
      repo.git('update-ref', 'refs/remotes/origin/main', side)
      repo.git('checkout', '-q', 'main')
      if (isPacked) repo.git('repack', '-adfq')
      const { code, report } = await scan(repo)
      expect(code).toBe(1)
      expect(placesIn(report).map(row => row.replace(/^\S+ /, ''))).toEqual(
        [`a.js ${first}`, `c.js ${side}`, `copy/b.js ${copied}`, `old.js ${passing}`].sort(),
      )
      const at = (path: string) => report.findings.find(finding => finding.path === path)!
      const date = new Date(Number(repo.git('show', '-s', '--format=%at', first)) * 1000).toISOString()
      expect(at('a.js')).toMatchObject({ author: 'Ann <ann@example.org>', date, line: 81 })
      expect(at('a.js').occurrences).toHaveLength(2)
      expect(at('a.js').stands).toEqual(['HEAD', 'refs/remotes/origin/main'])
      expect(at('c.js').stands).toEqual(['refs/remotes/origin/main'])
      expect(at('old.js').stands ?? []).toEqual([])
    })

  it('on a detached HEAD, at the HEAD of another worktree, in a tag of a tree or a file', async () => {
    const repo = makeRepo()
    repo.commit('first')
    const root = repo.git('rev-parse', 'HEAD')
    const other = join(tempDir(), 'other')
    repo.git('worktree', 'add', '-q', '--detach', other)
    mkdirSync(other, { recursive: true })
    writeFileSync(join(other, 'there.js'), `key = "${secret()}"\n`)
    const there = makeRepo({ dir: other }).commit('there')
    repo.git('checkout', '-q', '--detach')
    repo.write('here.js', `key = "${secret()}"\n`)
    const here = repo.commit('here')
    repo.git('checkout', '-q', '--detach', here)
    const blob = repo.feed(`key = "${secret()}"\n`, 'hash-object', '-w', '--stdin')
    const inTree = repo.feed(`key = "${secret()}"\n`, 'hash-object', '-w', '--stdin')
    const tree = repo.feed(`100644 blob ${inTree}\tin.js\n`, 'mktree')
    repo.git('tag', 'file', blob)
    repo.git('tag', '-am', 'x', 'folder', tree)
    expect(root).not.toBe(here)
    const { report } = await scan(repo)
    const rows = placesIn(report).map(row => row.replace(/^\S+ /, ''))
    expect(rows).toEqual([`here.js ${here}`, `there.js ${there}`, 'in.js ', 'refs/tags/file '].sort())
  })

  it('under a path that decides: a skipped one is listed and not looked at, a rule of a path counts there only', async () => {
    const repo = makeRepo()
    const text = `localhost:5432:app:me:${secret()}\n`
    repo.write('.pgpass', text)
    repo.write('skipped/a.js', `key = "${secret()}"\n`)
    repo.write('seen/a.js', `key = "${secret()}"\n`)
    repo.write(
      '.portcullis/policy.toml',
      'version = 1\n[skips.some]\nmatch = ["/skipped/**"]\nreason = "recorded"\n',
    )
    repo.commit('first')
    publish(repo)
    const { report } = await scan(repo)
    expect(report.findings.map(({ path }) => path).sort()).toEqual(['.pgpass', 'seen/a.js'])
    expect(report.coverage.skipped).toEqual([
      { path: 'skipped/a.js', reason: expect.stringContaining('recorded') },
    ])
  })

  it('found by a rule of the repository whose keyword stands far above', async () => {
    const repo = makeRepo()
    const between = '(?s:.{0,1000}.{0,1000}.{0,1000})'
    const rule = `provider = "Acme"\n[[rules]]\nid = "acme-part"\ndescription = "Acme part"\nconfidence = "high"\n`
    const regex = `acmeword${between}(ACM[0-9a-f]{30})`
    const token = `ACM${Buffer.from(secret()).toString('hex').slice(20, 50)}`
    repo.write('.portcullis/rules/acme.toml', `${rule}regex = '''${regex}'''\nkeywords = ["acmeword"]\n`)
    const versions = [
      '',
      `value ${token}\n`,
      `acmeword\n${filler}value ${token}\n`,
      `acmeword\n${filler}value ${token}\nend\n`,
    ]
    for (const text of versions) {
      repo.write('a.txt', `${filler}${text}`)
      repo.commit('next')
    }
    publish(repo)
    repo.git('repack', '-adfq')
    const { report } = await scan(repo)
    expect(placesIn(report)).toEqual([`acme-part a.txt ${repo.git('rev-parse', 'HEAD~1')}`])
  })

  it('more than a content may have: exit 3, with the path and the clause', async () => {
    const repo = makeRepo()
    repo.write('.portcullis/policy.toml', 'version = 1\n[content]\nmax-bytes = "20kB"\n')
    repo.write('big.txt', `${filler.repeat(12)}`)
    repo.commit('one')
    repo.write('big.txt', `${filler.repeat(12)}end\n`)
    repo.commit('two')
    publish(repo)
    repo.git('repack', '-adfq')
    const { code, report } = await scan(repo)
    expect(code).toBe(3)
    expect(unread(report)).toMatch(/^big\.txt .*bytes, more than \[content\] max-bytes \(20000\)/)
    expect(report.coverage.unread).toHaveLength(2)
  })
})

describe('a credential beside the files', () => {
  it('in messages, identities, headers, notes, tags and names of refs', async () => {
    const repo = makeRepo()
    repo.write('a.txt', 'a\n')
    const message = repo.commit(`use ${secret()}`)
    repo.git({ GIT_AUTHOR_NAME: secret() }, 'commit', '-q', '--allow-empty', '-m', 'by')
    const by = repo.git('rev-parse', 'HEAD')
    repo.git({ GIT_AUTHOR_NAME: secret() }, 'commit', '-q', '--allow-empty', '-m', 'é')
    repo.git('tag', '-am', `release ${secret()}`, 'v1')
    repo.git('branch', `try-${secret()}`)
    repo.git('notes', 'add', '-m', `note ${secret()}`)
    const { code, report } = await scan(repo)
    expect(code).toBe(1)
    const told = report.findings.map(({ commit, ref, path }) => commit ?? ref ?? path)
    expect(told).toHaveLength(6)
    expect(told).toEqual(
      expect.arrayContaining([message, by, 'refs/tags/v1', repo.git('rev-parse', 'refs/notes/commits')]),
    )
    expect(told.some(name => name?.startsWith('refs/heads/try-'))).toBe(true)
    expect(JSON.stringify(report)).not.toMatch(/sk_live_[0-9a-f]{36}/)
  })
})

describe('clones', () => {
  it('shallow: what is there is looked at, and the edge is told', async () => {
    const repo = makeRepo()
    repo.write('gone.js', `key = "${secret()}"\n`)
    repo.commit('one')
    repo.git('rm', '-q', 'gone.js')
    repo.write('here.js', `key = "${secret()}"\n`)
    repo.commit('two')
    const { report } = await scan(cloneOf(repo, '--depth=1'))
    expect(report.findings.map(({ path }) => path)).toEqual(['here.js'])
    expect(report.findings[0]!.stands).toEqual(['HEAD', 'refs/remotes/origin/main'])
    expect([report.complete, report.notices.length]).toEqual([true, 1])
  })

  it('partial: exit 3, with how many are missing, their names, and how to bring them', async () => {
    const server = makeRepo()
    server.git('config', 'uploadpack.allowFilter', 'true')
    const ids = [1, 2, 3].map(i => {
      server.write('old.txt', `version ${i}\n`)
      server.commit(`old ${i}`)
      return server.git('rev-parse', 'HEAD:old.txt')
    })
    server.git('rm', '-q', 'old.txt')
    server.write('here.js', `key = "${secret()}"\n`)
    server.commit('here')
    const { code, report } = await scan(cloneOf(server, '--filter=blob:none'))
    expect(code).toBe(3)
    expect(report.complete).toBe(false)
    expect(report.findings.map(({ path }) => path)).toEqual(['here.js'])
    const told = unread(report)
    expect(told).toMatch(/^old\.txt .*3 objects are missing: .*git fetch --refetch --no-filter$/)
    for (const id of ids) expect(told).toContain(id)
  })

  it('empty: nothing to find, and nothing missing', async () => {
    const { code, report } = await scan(makeRepo())
    expect([code, report.complete, report.findings, report.coverage.blobs]).toEqual([0, true, [], 0])
  })
})

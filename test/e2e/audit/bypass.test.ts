/** Commits that no hook judged: found at the next hook, push or doctor; and the many ordinary ones that are no bypass. */
import { rmSync, writeFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { auditFolder } from '../../../src/audit/folder.ts'
import { logRecords } from '../../../src/audit/read.ts'
import { verifyChain } from '../../../src/audit/verify.ts'
import { type Scenario, situations } from '../situation.ts'

const { situation } = situations()

function bypasses(s: Scenario) {
  return [...logRecords(auditFolder(s.path('.git')))].filter(({ event }) => event === 'bypass.detected')
}

/** A line more and a commit of it, the hooks looking. Each at a time of its own: within a second it would look like an amend. */
async function commit(s: Scenario, text: string, ...args: string[]) {
  s.append('app.js', `// ${text}\n`)
  const env = { GIT_AUTHOR_DATE: `@${1_800_000_000 + text.length} +0000` }
  return s.passes(['commit', '-qam', text, ...args], { env })
}

const PAST_HOOKS = ['-c', 'core.hooksPath=/dev/null', '-c', 'hook.portcullis-pre-commit.enabled=false']

async function commitPastHooks(s: Scenario, text: string) {
  s.append('app.js', `// ${text}\n`)
  const off = ['prepare-commit-msg', 'commit-msg'].flatMap(name => [
    '-c',
    `hook.portcullis-${name}.enabled=false`,
  ])
  await s.quiet([...PAST_HOOKS, ...off, 'commit', '-qam', text])
  return s.head()
}

describe('found', () => {
  situation('at the next commit: told once, recorded once, with who it was seen by', async s => {
    await commit(s, 'one')
    const past = await commitPastHooks(s, 'past')
    const { stderr } = await commit(s, 'two two')
    expect(stderr).toContain(`note: commit ${past.slice(0, 12)} was made here without being judged (commit)`)
    expect(bypasses(s)).toMatchObject([
      {
        commit: past,
        action: 'commit',
        reflog: 'logs/HEAD',
        found: 'pre-commit',
        actor: { evidence: expect.anything() },
      },
    ])
    expect((await commit(s, 'three three')).stderr).not.toContain('without being judged')
    expect(bypasses(s)).toHaveLength(1)
    expect(verifyChain(auditFolder(s.path('.git'))).problems).toEqual([])
  })

  situation(
    'plumbing, a ref written as a file, a denied tree: at the next commit, the push, by doctor',
    async s => {
      await commit(s, 'one')
      s.append('app.js', '// plumbing\n')
      const plumbed = await s.commitUnseen()
      expect((await commit(s, 'two two')).stderr).toContain(
        `commit ${plumbed.slice(0, 12)} was made here without being judged (by plumbing)`,
      )
      const tree = await s.quiet(['rev-parse', 'HEAD^{tree}'])
      const other = await s.quiet(
        ['commit-tree', await s.quiet(['rev-parse', `${plumbed}^{tree}`]), '-p', 'HEAD'],
        { input: 'again' },
      )
      expect(tree).not.toBe(other)
      writeFileSync(s.path('.git', 'refs', 'heads', 'work'), `${other}\n`)
      await s.git(['push', '-q', 'origin', 'work'])
      expect(bypasses(s).map(({ commit, found }) => [commit, found])).toEqual([
        [plumbed, 'pre-commit'],
        [other, 'pre-push'],
      ])
      await s.quiet(['reset', '-q', '--hard'])
      s.append('app.js', `const token = "${s.secret()}"\n`)
      await s.blocked(['commit', '-qam', 'leak'])
      const leak = await commitPastHooks(s, 'leak')
      const { stdout } = await s.portcullis(['doctor'])
      expect(stdout).toContain(`commit ${leak.slice(0, 12)} was made here without being judged`)
      expect(bypasses(s)).toHaveLength(3)
    },
  )
})

situation('in another worktree whose hooks are dead, and after a reflog was cut: at the push', async s => {
  await s.portcullis(['scan', '--worktree']) // a record, and nobody guards yet
  const early = await commitPastHooks(s, 'before the first hook')
  await commit(s, 'one')
  await s.quiet(['worktree', 'add', '-q', '-b', 'side', '../side'])
  writeFileSync(`${s.root}/side/side.js`, 'side()\n')
  await s.quiet(['add', '-A'], { cwd: `${s.root}/side` })
  const now = { GIT_COMMITTER_DATE: `@${Math.floor(Date.now() / 1000) + 5} +0000` }
  await s.quiet([...PAST_HOOKS, 'commit', '-qm', 'side'], { cwd: `${s.root}/side`, env: now })
  const side = await s.head(`${s.root}/side`)
  await commit(s, 'two two')
  expect(bypasses(s)).toEqual([])
  await s.quiet(['reflog', 'expire', '--expire=all', 'HEAD'])
  await commit(s, 'three three')
  await s.git(['push', '-q', 'origin', 'work'])
  expect(bypasses(s)).toMatchObject([{ commit: side, found: 'pre-push', reflog: 'worktrees/side/logs/HEAD' }])
  expect(early).not.toBe(side)
})

describe('no bypass', () => {
  situation('amend, merge, cherry-pick, revert, rebase, stash, a formatter in between', async s => {
    await commit(s, 'one')
    await commit(s, 'one, amended', '--amend')
    await s.quiet(['checkout', '-qb', 'side'])
    s.write('side.js', 'side()\n')
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-qm', 'side'])
    await s.quiet(['checkout', '-q', 'work'])
    await commit(s, 'two two two')
    await s.passes(['merge', '-q', '--no-edit', 'side'])
    await s.passes(['revert', '--no-edit', 'HEAD^'])
    await s.quiet(['checkout', '-qb', 'other', 'side'])
    s.write('other.js', 'other()\n')
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-qm', 'other other'])
    s.write('more.js', 'more()\n')
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-qm', 'fixup! other other'])
    await s.passes(['rebase', '-q', 'work'])
    await s.passes(['-c', 'sequence.editor=:', 'rebase', '-q', '-i', '--autosquash', 'work'])
    await s.quiet(['checkout', '-q', 'work'])
    await s.passes(['cherry-pick', 'other'])
    s.append('app.js', '// stashed\n')
    await s.quiet(['stash'])
    await s.quiet(['stash', 'pop'])
    const { stderr } = await commit(s, 'the last of all')
    expect(stderr).not.toContain('without being judged')
    await s.git(['push', '-q', 'origin', 'work'])
    expect(bypasses(s)).toEqual([])
  })

  situation('what was there before, what others made: fetched, merged forward, checked out', async s => {
    s.append('app.js', '// before\n')
    await s.commitUnseen()
    await commit(s, 'one')
    await s.quiet(['clone', '-q', s.remote, '../other'])
    await s.quiet(['commit', '-q', '--allow-empty', '-m', 'theirs'], { cwd: `${s.root}/other` })
    await s.quiet(['push', '-q', 'origin', 'HEAD:main'], { cwd: `${s.root}/other` })
    await s.quiet(['fetch', '-q', 'origin', 'main:refs/remotes/origin/main', 'main:theirs'])
    await s.quiet(['checkout', '-q', 'theirs'])
    await s.quiet(['reset', '-q', '--hard', 'HEAD^'])
    await s.quiet(['merge', '-q', 'origin/main'])
    await s.quiet(['update-ref', 'HEAD', 'origin/main'])
    await commit(s, 'two two')
    rmSync(s.path('.git', 'portcullis', 'audit', 'seen.json'))
    await s.portcullis(['doctor'])
    expect(bypasses(s)).toEqual([])
  })
})

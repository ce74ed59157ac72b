import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Lab } from './lab.ts'

let lab: Lab
let repo: string
beforeAll(() => {
  lab = new Lab()
  repo = lab.guarded()
})
afterAll(() => lab.end())

const allowed = { LAB_VERDICT: 'allow' }
const denied = { LAB_VERDICT: 'deny' }
let serial = 0

function change(name = 'file'): void {
  serial++
  lab.write(repo, name, `${serial}\n`)
}

function commits(): number {
  return Number(lab.must(repo, 'git rev-list --count HEAD'))
}

/** Runs `command` allowed and denied: what Node was started for, and that a deny stops the commit. */
function both(prepare: () => void, command: string, reset = 'git reset -q --hard'): string[] {
  prepare()
  const before = lab.must(repo, 'git rev-parse HEAD')
  lab.starts()
  const blocked = lab.run(repo, command, denied)
  expect(blocked.code, `${command} under deny: ${blocked.stderr}`).not.toBe(0)
  expect(lab.must(repo, 'git rev-parse HEAD')).toBe(before)
  expect(lab.starts().length).toBeGreaterThan(0)
  lab.must(repo, reset)
  prepare()
  lab.starts()
  const passed = lab.run(repo, command, allowed)
  expect(passed.code, `${command} under allow: ${passed.stderr}`).toBe(0)
  return lab.starts()
}

describe('each way to make a commit is judged, and no more often than needed', () => {
  test('commit: Node for the tree and for the message, none between', () => {
    const stage = () => {
      change()
      lab.must(repo, 'git add file')
    }
    expect(both(stage, 'git commit -m x')).toEqual(['pre-commit', 'commit-msg'])
  })

  test('commit -a', () => {
    expect(both(() => change('first'), 'git commit -am x')).toEqual(['pre-commit', 'commit-msg'])
  })

  test('commit PATH, with another file staged', () => {
    const stage = () => {
      change('other')
      lab.must(repo, 'git add other')
      change('first')
    }
    expect(both(stage, 'git commit -m x first')).toEqual(['pre-commit', 'commit-msg'])
    lab.must(repo, 'git reset -q --hard')
  })

  test('commit --no-verify is judged in prepare-commit-msg', () => {
    expect(both(() => change('first'), 'git commit -anm x')).toEqual(['prepare-commit-msg'])
  })

  test('commit --amend, and without verify', () => {
    expect(both(() => change('first'), 'git commit -a --amend -m y')).toEqual(['pre-commit', 'commit-msg'])
    expect(both(() => change('first'), 'git commit -a --amend --no-edit -n')).toEqual(['prepare-commit-msg'])
  })

  test('merge: pre-merge-commit, and prepare-commit-msg where it is skipped', () => {
    const fork = () => {
      lab.run(repo, 'git merge --abort')
      lab.must(repo, 'git checkout -q main')
      lab.must(repo, 'git branch -q -D side || true')
      lab.must(repo, 'git checkout -q -b side')
      change('side')
      lab.must(repo, 'git add side && git commit -qnm side && git checkout -q main')
      change('main')
      lab.must(repo, 'git add main && git commit -qnm main')
    }
    const undo = 'git merge --abort || git reset -q --hard'
    fork()
    const before = commits()
    expect(lab.run(repo, 'git merge -q side -m m', denied).code).not.toBe(0)
    expect(commits()).toBe(before)
    lab.must(repo, undo)
    lab.starts()
    lab.must(repo, 'git merge -q side -m m')
    expect(lab.starts()).toEqual(['pre-merge-commit', 'commit-msg'])
    fork()
    expect(lab.run(repo, 'git merge -q --no-verify side -m m', denied).code).not.toBe(0)
    lab.must(repo, undo)
    lab.starts()
    lab.must(repo, 'git merge -q --no-verify side -m m')
    expect(lab.starts()).toEqual(['prepare-commit-msg'])
  })

  test('cherry-pick, revert and rebase, which run neither pre-commit nor commit-msg', () => {
    lab.must(repo, 'git checkout -q -b picks')
    change('picked')
    lab.must(repo, 'git add picked && git commit -qnm picked && git checkout -q main')
    change('main')
    lab.must(repo, 'git add main && git commit -qnm on-main')
    lab.starts()
    expect(lab.run(repo, 'git cherry-pick picks', denied).code).not.toBe(0)
    lab.must(repo, 'git cherry-pick --abort || git reset -q --hard')
    lab.starts()
    lab.must(repo, 'git cherry-pick picks')
    expect(lab.starts()).toEqual(['prepare-commit-msg'])
    expect(lab.run(repo, 'git revert --no-edit HEAD', denied).code).not.toBe(0)
    lab.must(repo, 'git revert --abort || git reset -q --hard')
    lab.starts()
    lab.must(repo, 'git revert --no-edit HEAD')
    expect(lab.starts()).toEqual(['prepare-commit-msg'])
  })

  test('rebase: each pick, for the branch that is rebased', () => {
    lab.must(repo, 'git checkout -q -b rebased main~1')
    change('rebased')
    lab.must(repo, 'git add rebased && git commit -qnm rebased')
    lab.starts()
    expect(lab.run(repo, 'git rebase -q main', denied).code).not.toBe(0)
    lab.must(repo, 'git rebase --abort')
    lab.starts()
    lab.must(repo, 'git rebase -q main')
    const [pick] = lab.calls()
    expect(pick?.argv[1]).toBe('prepare-commit-msg')
    expect(pick?.argv[(pick?.argv.indexOf('--branch') ?? 0) + 1]).toBe('refs/heads/rebased')
    lab.must(repo, 'git checkout -q main')
  })

  test('push hands git’s list of refs to the engine', () => {
    lab.must(lab.folder, 'git init -q --bare remote.git')
    lab.must(repo, 'git remote add origin ../remote.git')
    expect(lab.run(repo, 'git push -q origin main', denied).code).not.toBe(0)
    lab.starts()
    lab.must(repo, 'git push -q origin main main:again')
    const [call] = lab.calls()
    expect(call?.argv.slice(-3)).toEqual(['--', 'origin', '../remote.git'])
    expect(
      call?.stdin
        .trim()
        .split('\n')
        .map(line => line.split(' ')[2]),
    ).toEqual(['refs/heads/main', 'refs/heads/again'])
  })

  test('a block is told once, also where git runs the hook of its configuration and the hook file', () => {
    lab.write(repo, 'told', 'x\n')
    lab.must(lab.folder, 'git init -q --bare told.git')
    for (const command of [
      'git add told && git commit -qm x',
      'git commit -qnm x',
      'git push -q ../told.git main',
    ]) {
      const blocked = lab.run(repo, command, denied)
      expect(blocked.code).toBe(1)
      expect(blocked.stderr.match(/the reason/g)).toHaveLength(1)
      expect(lab.run(repo, command, denied).stderr).toContain('the reason')
      expect(lab.run(repo, command).code).toBe(0)
      lab.run(repo, 'git reset -q --soft HEAD~1')
    }
  })
})

import { type CommandVerdict, type Facts, NO_FACTS } from '../../src/command/types.ts'

interface State {
  command: string
  when: string
  facts: Partial<Facts>
  verdict: CommandVerdict['verdict']
}

const clean = { isClean: () => true }
const dirty = { isClean: () => false }
const local = { isPublished: () => false }
const published = { isPublished: () => true }
const on = (branch: string) => ({ currentBranch: () => branch })
const aliases = {
  aliases: () =>
    new Map([
      ['ci', 'commit -n'],
      ['st', 'status -s'],
      ['out', '!git push -f origin "$1"'],
    ]),
}
const scripts = {
  script: (name: string) => ({ ship: 'git push --no-verify', lint: 'eslint .' })[name] ?? null,
}

/** What the repository's state decides. */
export const STATES: State[] = [
  { command: 'git reset --hard', when: 'in a clean tree', facts: { ...clean, ...local }, verdict: 'none' },
  { command: 'git reset --hard', when: 'in a dirty tree', facts: dirty, verdict: 'deny' },
  { command: 'git checkout -- .', when: 'in a clean tree', facts: clean, verdict: 'none' },
  { command: 'git restore .', when: 'in a dirty tree', facts: dirty, verdict: 'deny' },
  {
    command: 'git clean -fd',
    when: 'with nothing untracked',
    facts: { hasNoUntracked: () => true },
    verdict: 'none',
  },
  {
    command: 'git clean -fdx',
    when: 'with ignored files',
    facts: { hasNoUntracked: () => true },
    verdict: 'deny',
  },
  { command: 'git commit --amend -m x', when: 'before it is published', facts: local, verdict: 'none' },
  { command: 'git commit --amend -m x', when: 'after it was published', facts: published, verdict: 'deny' },
  { command: 'git rebase main', when: 'before it is published', facts: local, verdict: 'none' },
  { command: 'git rebase main', when: 'after it was published', facts: published, verdict: 'deny' },
  { command: 'git reset --soft HEAD~1', when: 'before it is published', facts: local, verdict: 'none' },
  { command: 'git branch -D x', when: 'merged', facts: { isMerged: () => true }, verdict: 'none' },
  { command: 'git branch -D x', when: 'not merged', facts: { isMerged: () => false }, verdict: 'deny' },
  {
    command: 'git checkout -B x',
    when: 'with no such branch',
    facts: { isBranch: () => false },
    verdict: 'none',
  },
  {
    command: 'git checkout src/a.ts',
    when: 'which is a branch',
    facts: { isBranch: () => true },
    verdict: 'none',
  },
  { command: 'git push', when: 'on main', facts: on('main'), verdict: 'deny' },
  { command: 'git push', when: 'on a topic', facts: on('topic'), verdict: 'none' },
  { command: 'git push -f', when: "on an agent's branch", facts: on('agent/x'), verdict: 'none' },
  { command: 'git push -f', when: 'on main', facts: on('main'), verdict: 'deny' },
  {
    command: 'git push origin "$(git branch --show-current)"',
    when: 'on main',
    facts: on('main'),
    verdict: 'deny',
  },
  {
    command: 'git push origin $(git branch --show-current)',
    when: 'on a topic',
    facts: on('topic'),
    verdict: 'none',
  },
  {
    command: 'B=$(git rev-parse --abbrev-ref HEAD); git push origin $B',
    when: 'on main',
    facts: on('main'),
    verdict: 'deny',
  },
  { command: 'git ci -m x', when: 'with the alias', facts: aliases, verdict: 'deny' },
  { command: 'git CI -m x', when: 'with the alias', facts: aliases, verdict: 'deny' },
  { command: 'git st', when: 'with the alias', facts: aliases, verdict: 'none' },
  { command: 'git out main', when: 'with the alias', facts: aliases, verdict: 'deny' },
  { command: 'git out agent/x', when: 'with the alias', facts: aliases, verdict: 'none' },
  { command: 'npm run ship', when: 'with its text', facts: scripts, verdict: 'deny' },
  {
    command: 'cd other && git reset --hard',
    when: 'where only this tree is clean',
    facts: { ...clean, ...local },
    verdict: 'deny',
  },
  {
    command: 'git -C other reset --hard',
    when: 'where only this tree is clean',
    facts: { ...clean, ...local },
    verdict: 'deny',
  },
  {
    command: 'git --git-dir=x/.git reset --hard',
    when: 'where this tree is clean',
    facts: { ...clean, ...local },
    verdict: 'deny',
  },
  {
    command: 'cd other && git branch -D x',
    when: 'merged there',
    facts: { at: () => ({ ...NO_FACTS, isMerged: () => true }) },
    verdict: 'none',
  },
  { command: 'npm run lint', when: 'with its text', facts: scripts, verdict: 'none' },
]

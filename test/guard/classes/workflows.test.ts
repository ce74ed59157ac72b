import { describe, expect, it } from 'vitest'
import { seenBy } from './seen.ts'

const HEAD = 'on: push\npermissions:\n  contents: read\n'
const PIN = 'a'.repeat(40)
const JOB = `${HEAD}jobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@${PIN}\n`
const ci = (after: string, before: string | null = JOB) =>
  seenBy('workflow-permissions-widened', '.github/workflows/ci.yml', before, after)

describe('workflow-permissions-widened', () => {
  it.each<[string, string, string[]]>([
    ['nothing new', `${JOB}      - run: npm test\n`, []],
    ['a right', JOB.replace('contents: read', 'contents: write'), ['grants contents:write']],
    [
      'a right in a flow',
      JOB.replace('permissions:\n  contents: read', 'permissions: {contents: read, "id-token": write}'),
      ['grants id-token:write'],
    ],
    [
      'all rights',
      JOB.replace('permissions:\n  contents: read', 'permissions: write-all'),
      ['grants write-all'],
    ],
    [
      'no rights named any more',
      JOB.replace('permissions:\n  contents: read\n', ''),
      ['leaves its rights to default'],
    ],
    [
      'a trigger',
      JOB.replace('on: push', 'on: [push, pull_request_target]'),
      ['runs on pull_request_target'],
    ],
    ['workflow_run', `on:\n  workflow_run:\n    workflows: [x]\n${JOB}`, ['runs on workflow_run']],
    ['an action by tag', `${JOB}      - uses: x/y@v1\n`, ['uses, not pinned to a commit, x/y@v1']],
    [
      'an action by digest',
      `${JOB}      - uses: x/y@${'b'.repeat(40)} # v1\n      - uses: ./.github/actions/z\n`,
      [],
    ],
    ['a secret', `${JOB}      - run: echo \${{ secrets.DEPLOY_KEY }}\n`, ['reads secret:DEPLOY_KEY']],
    [
      'a secret in a shell comment',
      `${JOB}      - run: |\n          # \${{ secrets.DEPLOY_KEY }}\n`,
      ['reads secret:DEPLOY_KEY'],
    ],
    ['all secrets', `${JOB}    secrets: inherit\n`, ['reads all:secrets']],
    [
      'a machine of its own',
      JOB.replace('ubuntu-latest', '[self-hosted, linux]'),
      ['runs on a machine named by self-hosted'],
    ],
    [
      'an anchor',
      `${JOB}x: &right write\npermissions:\n  contents: *right\n`,
      ['has YAML-that-is-not-read-by-line'],
    ],
    ['an escape', `${JOB}permissions: "write\\x2dall"\n`, ['has YAML-that-is-not-read-by-line']],
    ['a comment', `${JOB}# contents: write, pull_request_target\n`, []],
  ])('%s', (_, after, seen) => {
    expect(ci(after)).toEqual(seen)
  })

  it('rights folded into a block are read, and a file included from elsewhere is told by its host', () => {
    expect(ci(`${JOB}    permissions:\n      contents: >-\n        write\n`)).toEqual([
      'grants contents:write',
    ])
    const included = "include:\n  - remote: 'https://me:pw@ci.example/x.yml'\n"
    expect(seenBy('workflow-permissions-widened', '.gitlab-ci.yml', '', included)).toEqual([
      'uses, not pinned to a commit, ci.example',
    ])
  })

  it('rights that move into one job leave the others to the default; into each, none', () => {
    const job = (name: string, more = '') => `  ${name}:\n    runs-on: x\n${more}`
    const own = '    permissions: {}\n'
    const whole = `on: push\npermissions: {}\njobs:\n${job('a')}${job('b')}`
    expect(ci(`on: push\njobs:\n${job('a', own)}${job('b')}`, whole)).toEqual([
      'leaves its rights to default',
    ])
    expect(ci(`on: push\njobs:\n${job('a', own)}${job('b', own)}`, whole)).toEqual([])
  })

  it('a second job with a right counts though the first has it', () => {
    const one = `${JOB}    permissions:\n      packages: write\n`
    expect(ci(`${one}  two:\n    permissions:\n      packages: write\n`, one)).toEqual([
      'grants packages:write',
    ])
    expect(ci(one, one)).toEqual([])
  })

  it('a new workflow tells all of it, and one that goes tells nothing', () => {
    expect(ci(`on: push\njobs:\n  a:\n    steps:\n      - uses: x/y@main\n`, null)).toEqual([
      'leaves its rights to default',
      'uses, not pinned to a commit, x/y@main',
    ])
    expect(seenBy('workflow-permissions-widened', '.github/workflows/ci.yml', JOB, null)).toEqual([])
  })
})

it('workflow-changed and codeowners-changed keep to their own', () => {
  const asked = (name: string) =>
    ['.github/workflows/ci.yml', '.gitlab-ci.yml', 'CODEOWNERS', '.github/CODEOWNERS', 'src/a.ts'].filter(
      path => seenBy(name, path, 'a', 'b') !== null,
    )
  expect(asked('workflow-changed')).toEqual(['.github/workflows/ci.yml', '.gitlab-ci.yml'])
  expect(asked('codeowners-changed')).toEqual(['CODEOWNERS', '.github/CODEOWNERS'])
})

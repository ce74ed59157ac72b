/** Where blobs lie and who brought them there: the same as git says. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openFirsts } from '../../src/history/first.ts'
import { orderCommits } from '../../src/history/order.ts'
import { findObject, hexOf } from '../../src/pack/table.ts'
import { GIT, makeRepo, type TestRepo, testEnv } from '../git/fixture.ts'
import { closeStore, nameOf, openStore, pairsOf, readHistory } from './store.ts'
import { Dice } from './versions.ts'

interface Row {
  commit: string
  id: string
  path: string
}

/** Rows of `git diff-tree` for all commits, parents first; paths as latin1. */
function rowsOf(repo: TestRepo): Row[] {
  const commits = repo.git('rev-list', '--topo-order', '--reverse', '--all', 'HEAD')
  const output = execFileSync(
    GIT,
    ['diff-tree', '--stdin', '--root', '-m', '-r', '--raw', '-z', '--no-renames'],
    {
      cwd: repo.dir,
      env: testEnv(),
      input: `${commits}\n`,
      maxBuffer: 1 << 28,
    },
  )
  const rows: Row[] = []
  let commit = ''
  const parts = output.toString('latin1').split('\0')
  for (let i = 0; i < parts.length - 1; i++) {
    const part = parts[i]!
    if (!part.startsWith(':')) {
      commit = part.trim()
      continue
    }
    const [, mode = '', , id = ''] = part.split(' ')
    const path = parts[++i]!
    if (mode !== '160000' && mode !== '000000') rows.push({ commit, id: id.replace(/\.+$/, ''), path })
  }
  return rows
}

function wantedPairs(repo: TestRepo): string[] {
  return [...new Set(rowsOf(repo).map(({ id, path }) => `${id} ${path}`))].sort()
}

function expectPlaced(repo: TestRepo): { pairs: string[]; deltas: number } {
  const store = openStore(repo)
  const { placed, history, index } = readHistory(store, repo)
  const wanted = wantedPairs(repo)
  expect(placed.absent).toEqual([])
  expect(placed.broken).toEqual([])
  const pairs = pairsOf(store, placed)
  expect(pairs).toEqual(wanted)
  const { table } = store
  const treeDeltas = [...table.base.keys()].filter(n => table.base[n]! >= 0 && index.row[n]! >= 0).length
  // the first commit that has it: none of its ancestors has, and no commit before it in the order
  const rank = new Map(Array.from(history.commits, (n, at) => [hexOf(table, n), at]))
  const first = new Map<string, number>()
  for (const { commit, id, path } of rowsOf(repo)) {
    const key = `${id} ${path}`
    first.set(key, Math.min(first.get(key) ?? Number.POSITIVE_INFINITY, rank.get(commit)!))
  }
  const firsts = openFirsts(index, placed, history.trees)
  for (let n = 0; n < table.count; n++)
    for (let at = placed.first[n]!; at < placed.first[n + 1]!; at++) {
      const key = `${hexOf(table, n)} ${nameOf(placed, placed.list[at]!)}`
      expect([key, firsts.rankOf(n, placed.list[at]!)]).toEqual([key, first.get(key)])
    }
  const head = history.trees[history.rank[findObject(table, repo.git('rev-parse', 'HEAD'))]!]!
  const listed = execFileSync(GIT, ['ls-tree', '-r', '-z', 'HEAD'], {
    cwd: repo.dir,
    env: testEnv(),
  }).toString('latin1')
  const here = new Map(
    listed
      .split('\0')
      .filter(row => row.includes(' blob '))
      .map(row => [row.slice(row.indexOf('\t') + 1), row.split(/[ \t]/)[2]!]),
  )
  for (let path = 1; path < placed.paths.name.length; path++) {
    const held = firsts.heldIn(head, path)
    if (!placed.trees.has(path))
      expect(held < 0 ? undefined : hexOf(table, held)).toBe(here.get(nameOf(placed, path)))
  }
  expectOrdered(repo, history.commits, store.table)
  closeStore(store)
  return { pairs, deltas: treeDeltas }
}

function expectOrdered(repo: TestRepo, commits: Int32Array, table: Parameters<typeof hexOf>[0]): void {
  const rank = new Map(Array.from(commits, (n, at) => [hexOf(table, n), at]))
  const rows = repo.git('rev-list', '--parents', '--all', 'HEAD').split('\n')
  expect(rank.size).toBe(rows.length)
  for (const row of rows) {
    const [commit, ...parents] = row.split(' ')
    for (const parent of parents) expect(rank.get(parent)!).toBeLessThan(rank.get(commit!)!)
  }
}

const NAMES = ['a', 'b.txt', 'src', 'lib', 'ü', 'new\nline', 'quo"te', 'tab\there', ' ', '-x', 'a.b', 'a-b']

/** A state of a tree, written by fast-import; names may be any bytes. */
type Tree = Map<string, { mode: string; data: string }>

function mutate(tree: Tree, dice: Dice): Tree {
  const next = new Map(tree)
  const paths = [...next.keys()]
  const fresh = () => Array.from({ length: 1 + dice.roll(3) }, () => dice.pick(NAMES)).join('/')
  const put = (path: string, mode: string, data: string) => {
    // a file in place of a folder, and a folder in place of a file
    for (const known of [...next.keys()])
      if (known.startsWith(`${path}/`) || path.startsWith(`${known}/`)) next.delete(known)
    next.set(path, { mode, data })
  }
  switch (paths.length === 0 ? 0 : dice.roll(9)) {
    case 0:
    case 1:
    case 2:
      put(fresh(), dice.pick(['100644', '100644', '100755', '120000']), `content ${dice.roll(30)}\n`)
      break
    case 3:
      put(dice.pick(paths), '100644', `content ${dice.roll(30)}\n`)
      break
    case 4:
      next.delete(dice.pick(paths))
      break
    case 5:
      put(
        fresh(),
        '160000',
        createHash('sha1')
          .update(`${dice.roll(5)}`)
          .digest('hex'),
      )
      break
    case 6:
    case 7: {
      // a folder is moved, or is at two places
      const folder = dice.pick(NAMES)
      const to = fresh()
      const isMove = dice.chance(0.5)
      for (const [path, entry] of [...next])
        if (path.startsWith(`${folder}/`) && !to.startsWith(`${folder}/`)) {
          put(`${to}${path.slice(folder.length)}`, entry.mode, entry.data)
          if (isMove) next.delete(path)
        }
      break
    }
    default: // nothing: an empty commit
  }
  return next
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`
}

/** Branches that part and come together, criss-cross too; each commit one change further. */
function generated(seed: number, commits: number, init: string[] = []): TestRepo {
  const repo = makeRepo({ init })
  const dice = new Dice(seed)
  const parts: (string | Buffer)[] = []
  const states: { tree: Tree; mark: number }[] = []
  for (let mark = 1; mark <= commits; mark++) {
    const parents = states.length === 0 ? [] : [dice.pick(states.slice(-4))]
    if (states.length > 3 && dice.chance(0.35)) parents.push(dice.pick(states.slice(-4)))
    const isRoot = dice.chance(0.03)
    const from = isRoot ? [] : [...new Set(parents)]
    let tree: Tree = new Map(from.flatMap(parent => [...parent.tree]))
    for (const path of [...tree.keys()])
      if ([...tree.keys()].some(other => path.startsWith(`${other}/`))) tree.delete(path)
    for (let i = dice.roll(5); i >= 0; i--) tree = mutate(tree, dice)
    states.push({ tree, mark })
    const time = 1_700_000_000 + dice.roll(100) // clocks that go wrong
    parts.push(
      `commit refs/heads/b${mark}\nmark :${mark}\ncommitter A <a@example.org> ${time} +0000\ndata 1\nx\n`,
    )
    parts.push(...from.map((parent, index) => `${index === 0 ? 'from' : 'merge'} :${parent.mark}\n`))
    parts.push('deleteall\n')
    for (const [path, { mode, data }] of tree)
      parts.push(
        mode === '160000' && init.length === 0
          ? `M 160000 ${data} ${quoted(path)}\n`
          : `M ${mode === '160000' ? '100644' : mode} inline ${quoted(path)}\ndata ${Buffer.byteLength(data)}\n${data}\n`,
      )
  }
  parts.push(`reset refs/heads/main\nfrom :${commits}\n`)
  // a name that is no UTF-8
  parts.push(
    'commit refs/heads/odd\ncommitter A <a@example.org> 1700000200 +0000\ndata 1\nx\n',
    `from :${commits}\n`,
  )
  parts.push(Buffer.from('M 100644 inline "caf\\351/\\377"\ndata 4\nodd\n\n', 'latin1'))
  parts.push('M 100644 inline "caf\\303\\251/\\376"\ndata 4\nodd\n\n')
  repo.feed(Buffer.concat(parts.map(part => Buffer.from(part))), 'fast-import', '--quiet', '--force')
  repo.git('symbolic-ref', 'HEAD', 'refs/heads/main')
  return repo
}

describe('blobs at their paths', () => {
  for (const [seed, init] of [
    [1, []],
    [2, []],
    [3, []],
    [4, ['--object-format=sha256']],
  ] as const)
    it(`as git diff-tree tells, however it is packed (seed ${seed})`, () => {
      const repo = generated(seed, 120, [...init])
      const first = expectPlaced(repo)
      repo.git('repack', '-adfq', '--depth=50', '--window=50')
      const packed = expectPlaced(repo)
      expect(packed.pairs).toEqual(first.pairs)
      expect(packed.deltas).toBeGreaterThan(20)
      expect(first.pairs.length).toBeGreaterThan(100)
      expect(first.pairs.filter(pair => pair.includes('\xff') || pair.includes('\xfe'))).toHaveLength(2)
    })

  it('loose objects', () => {
    const repo = makeRepo()
    const dice = new Dice(9)
    for (let i = 0; i < 12; i++) {
      repo.write(`dir${dice.roll(3)}/f${dice.roll(4)}`, `content ${dice.roll(6)}\n`)
      if (i === 5) repo.git('rm', '-qr', '--cached', '.')
      repo.commit(`commit ${i}`)
    }
    expectPlaced(repo)
  })

  it('a folder of a thousand files: edits are told by their deltas', () => {
    const repo = makeRepo()
    const dice = new Dice(11)
    const parts: string[] = []
    const names = Array.from({ length: 1000 }, (_, i) => `many/file${i}`)
    for (let c = 0; c < 60; c++) {
      parts.push(
        `commit refs/heads/main\ncommitter A <a@example.org> ${1_700_000_000 + c} +0000\ndata 1\nx\n`,
      )
      const changed = c === 0 ? names : Array.from({ length: 3 }, () => dice.pick(names))
      for (const name of changed) {
        if (c > 0 && dice.chance(0.2)) parts.push(`D ${name}\n`)
        else if (c > 0 && dice.chance(0.1))
          parts.push(
            `M 100644 inline ${name}/in\ndata 3\n${c}x\n\n`.replace(
              /data 3\n.*\n\n/,
              `data ${`${c}x`.length}\n${c}x\n`,
            ),
          )
        else parts.push(`M 100644 inline ${name}\ndata ${`${name} ${c}`.length}\n${name} ${c}\n`)
      }
    }
    repo.feed(parts.join(''), 'fast-import', '--quiet', '--force')
    repo.git('repack', '-adfq', '--depth=50', '--window=50')
    expect(expectPlaced(repo).deltas).toBeGreaterThan(40)
  })

  it('a tree that names one twice: both are told', () => {
    const repo = makeRepo()
    const blobs = ['one', 'two'].map(text => repo.feed(text, 'hash-object', '-w', '--stdin'))
    const rows = blobs.map(id => Buffer.concat([Buffer.from('100644 same\0'), Buffer.from(id, 'hex')]))
    const tree = repo.feed(Buffer.concat(rows), 'hash-object', '-t', 'tree', '-w', '--stdin', '--literally')
    repo.git('update-ref', 'refs/heads/main', repo.git('commit-tree', '-m', 'x', tree))
    const store = openStore(repo)
    const { placed } = readHistory(store, repo)
    expect(pairsOf(store, placed)).toEqual(blobs.map(id => `${id} same`).sort())
    closeStore(store)
  })
})

describe('the order of commits', () => {
  it('hangs neither on which thread read what nor on the packs', () => {
    const repo = generated(21, 80)
    const orders: string[] = []
    for (const pack of [false, true]) {
      if (pack) repo.git('repack', '-adfq')
      const store = openStore(repo)
      const { history } = readHistory(store, repo)
      orders.push(Array.from(history.commits, n => hexOf(store.table, n)).join())
      closeStore(store)
    }
    expect(orders[1]).toBe(orders[0])
  })

  it('ends where a clone is cut off, and names what is missing otherwise', () => {
    const repo = makeRepo()
    const [first, second] = [repo.commit('one'), repo.commit('two')]
    const store = openStore(repo)
    const ids = [first, second].map(id => findObject(store.table, id))
    const missing = 'a'.repeat(40)
    const part = {
      commits: Int32Array.from(ids),
      trees: Int32Array.from([0, 0]),
      starts: Int32Array.from([0, 1, 2]),
      parents: Int32Array.from([-1, ids[0]!]),
      times: Int32Array.from([9, 1]),
      missing: [{ id: missing, n: ids[0]! }],
    }
    const whole = orderCommits(store.table, [part], [ids[1]!], new Set())
    expect([Array.from(whole.commits), whole.missing]).toEqual([ids, [missing]])
    const cut = orderCommits(store.table, [part], [ids[1]!], new Set([ids[1]!]))
    expect([Array.from(cut.commits), cut.missing]).toEqual([[ids[1]], []])
    expect(orderCommits(store.table, [part], [ids[1]!], new Set([ids[0]!])).missing).toEqual([])
    closeStore(store)
  })
})

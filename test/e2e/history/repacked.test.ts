// git packs, removes and throws away while a scan reads: all is told as if nobody had, or exit 3, what is gone, and to run it again.
import { cpSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { GIT, makeRepo, type TestRepo, tempDir } from '../../git/fixture.ts'
import { manyFiles, type Scan, scan, secret, unread } from './run.ts'

const MEDDLE = pathToFileURL(fileURLToPath(new URL('meddle.mjs', import.meta.url))).href
const git = JSON.stringify(GIT)
const REPACK = `${git} repack -adfq && ${git} prune-packed`
const GC = `${git} gc --prune=now -q`
const DELETE = 'rm .git/objects/pack/*.pack'

let original: TestRepo
let whole: Scan

/** Two packs, loose objects, and a blob and a commit that nothing names any more. */
beforeAll(async () => {
  original = makeRepo()
  for (let i = 0; i < 6; i++) {
    original.write(
      'long.txt',
      Array.from({ length: 300 }, (_, n) => `${n} ${n === i * 40 ? i : ''}\n`).join(''),
    )
    original.write(`leak${i}.js`, `key = "${secret()}"\n`)
    original.commit(`commit ${i}`)
    if (i === 2 || i === 4) original.git('repack', '-dq')
  }
  original.git('checkout', '-q', '-b', 'side')
  original.write('side.js', `key = "${secret()}"\n`)
  original.commit('left behind')
  original.git('checkout', '-q', 'main')
  original.git('branch', '-qD', 'side')
  original.git('reflog', 'expire', '--expire=now', '--all')
  whole = await scan(original, { args: ['--no-cache'] })
})

function copyOf(repo: TestRepo): TestRepo {
  const dir = tempDir('copy')
  cpSync(repo.dir, dir, { recursive: true })
  return makeRepo({ dir })
}

interface Meddling {
  at: number | 'thread'
  what: string
  args?: string[]
}

function meddled(repo: TestRepo, { at, what, args = [] }: Meddling): Promise<Scan> {
  const env = { NODE_OPTIONS: `--import=${MEDDLE}`, MEDDLE_AT: String(at), MEDDLE_DO: what }
  return scan(repo, { args: ['--no-cache', ...args], env })
}

/** At how many places of a scan something of the store is opened. */
async function placesOf(args: string[]): Promise<number> {
  const count = join(tempDir(), 'count')
  const env = { NODE_OPTIONS: `--import=${MEDDLE}`, MEDDLE_COUNT: count }
  await scan(original, { args: ['--no-cache', ...args], env })
  return Number(readFileSync(count, 'utf8'))
}

/** The same at every place; two at a time. */
async function atEachPlace(what: string, args: string[], expected: (seen: Scan, at: number) => void) {
  const count = await placesOf(args)
  expect(count).toBeGreaterThan(5)
  let next = 1
  const worker = async () => {
    for (let at = next++; at <= count; at = next++)
      expected(await meddled(copyOf(original), { at, what, args }), at)
  }
  await Promise.all([worker(), worker()])
}

const keys = ({ report }: Scan) => report.findings.map(one => `${one.path} ${one.fingerprint} ${one.commit}`)

function expectWhole(seen: Scan, as: Scan): void {
  expect([seen.code, unread(seen.report)]).toEqual([as.code, ''])
  expect(keys(seen)).toEqual(keys(as))
}

function expectNamed({ code, report }: Scan, at: number): void {
  expect([code, report.complete], `place ${at}`).toEqual([3, false])
  for (const { reason } of report.coverage.unread) expect(reason).toMatch(/run it again|git fsck/)
}

/** Some fifteen scans each, on a machine that may be busy. */
const LONG = 180_000
/** Windows has its own ways with a file that is open and removed; git there waits until it is closed. */
const onPosix = describe.skipIf(process.platform === 'win32')

onPosix('while a scan reads, at every place where it opens something', () => {
  it(
    'everything is repacked: the report is the same',
    async () => {
      expect(whole.code).toBe(1)
      await atEachPlace(REPACK, [], seen => expectWhole(seen, whole))
    },
    LONG,
  )

  it(
    'a pack is deleted: the same, or exit 3',
    async () => {
      let told = 0
      await atEachPlace(DELETE, [], (seen, at) => {
        if (seen.code !== 3) return expectWhole(seen, whole)
        told++
        expectNamed(seen, at)
      })
      expect(told).toBeGreaterThan(0)
    },
    LONG,
  )

  it(
    'what nothing names is thrown away: the report is the same',
    async () => {
      await atEachPlace(GC, [], seen => expectWhole(seen, whole))
    },
    LONG,
  )

  it(
    'and with --unreachable: told, not there any more, or exit 3',
    async () => {
      const all = await scan(original, { args: ['--no-cache', '--unreachable'] })
      expect(keys(all).length).toBe(keys(whole).length + 1)
      await atEachPlace(GC, ['--unreachable'], (seen, at) => {
        if (seen.code !== 3) return expectWhole(seen, keys(seen).length === keys(all).length ? all : whole)
        expectNamed(seen, at)
        expect(unread(seen.report)).toMatch(/it is gone: the repository was repacked meanwhile; run it again/)
      })
    },
    LONG,
  )
})

onPosix('a history worth several threads', () => {
  it('loses its pack when the threads start: the report is the same', async context => {
    if (availableParallelism() < 2) return context.skip('needs two cores')
    const repo = manyFiles()
    const before = await scan(repo, { args: ['--no-cache'] })
    expectWhole(await meddled(repo, { at: 'thread', what: DELETE }), before)
    expectNamed(await scan(repo, { args: ['--no-cache'] }), 0)
  })
})

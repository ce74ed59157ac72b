// A history worth several threads: the same report from one of them, and a scan that is stopped.
import { spawn } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { beforeAll, describe, expect, it } from 'vitest'
import { type TestRepo, testEnv } from '../../git/fixture.ts'
import { BIN, manyFiles, type Report, scan } from './run.ts'

let repo: TestRepo

beforeAll(() => {
  repo = manyFiles()
})

function findingsOf(report: Report): string {
  return JSON.stringify([report.findings, report.coverage], null, 1)
}

describe('a large history', () => {
  it('gives the same report byte for byte, whether one thread looks or several', async context => {
    if (process.platform !== 'linux' || availableParallelism() < 2)
      return context.skip('needs taskset and two cores')
    const args = ['--no-cache'] // what one run remembers the other would not look at
    const several = await scan(repo, { args })
    const one = await scan(repo, { args, before: ['taskset', '-c', '0'] })
    expect(several.report.findings.length).toBe(80 * 3 + 4)
    expect(findingsOf(one.report)).toBe(findingsOf(several.report))
  })

  it('in shards: together what one scan finds', async () => {
    const whole = await scan(repo)
    const parts = []
    for (const shard of ['1/3', '2/3', '3/3']) parts.push(await scan(repo, { args: ['--shard', shard] }))
    const keys = (reports: Report[]) =>
      [
        ...new Set(
          reports.flatMap(({ findings }) =>
            findings.map(one => `${one.path} ${one.fingerprint} ${one.commit}`),
          ),
        ),
      ].sort()
    expect(keys(parts.map(({ report }) => report))).toEqual(keys([whole.report]))
    const blobs = parts.map(({ report }) => report.coverage.blobs)
    expect(blobs.every(count => count > 0)).toBe(true)
    expect(blobs.reduce((sum, count) => sum + count)).toBe(whole.report.coverage.blobs)
  })

  it('stopped by Ctrl-C: exit 3, and a report that says it is not whole', async context => {
    if (process.platform !== 'linux') return context.skip('needs /proc')
    const child = spawn(process.execPath, [BIN, 'scan', '--no-cache', '--format', 'json'], {
      cwd: repo.dir,
      env: testEnv(),
    })
    const out: Buffer[] = []
    child.stdout.on('data', chunk => out.push(chunk))
    await untilReading(child.pid!)
    child.kill('SIGINT')
    const code = await new Promise(resolve => child.on('close', resolve))
    expect(code).toBe(3)
    const report: Report = JSON.parse(Buffer.concat(out).toString())
    expect(report.complete).toBe(false)
    expect(report.coverage.unread.at(-1)!.reason).toMatch(/stopped before the end/)
    expect(report.coverage.bytes).toBeLessThan(
      (await scan(repo, { args: ['--no-cache'] })).report.coverage.bytes,
    )
  })
})

/** Until it has the pack open: from then on it has asked for the signal, and has most of its work before it. */
async function untilReading(pid: number): Promise<void> {
  for (let tries = 0; tries < 4000; tries++) {
    await new Promise(resolve => setTimeout(resolve, 5))
    if (filesOf(pid).some(file => file.endsWith('.pack'))) return
  }
  throw new Error('it never opened a pack')
}

function filesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map(fd => readlinkSync(`/proc/${pid}/fd/${fd}`))
  } catch {
    return [] // one was closed between the two questions
  }
}

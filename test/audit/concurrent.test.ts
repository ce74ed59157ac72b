/** Many writers, some of them killed: what was reported as written is there, and the chain is whole. */
import { spawn } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendEvent } from '../../src/audit/append.ts'
import { takeLock } from '../../src/audit/lock.ts'
import { verifyChain } from '../../src/audit/verify.ts'
import { places, records, writer } from './log.ts'

const place = places()

/** Writes 20 events and says each that was recorded. */
const PROGRAM = (dir: string) => `
  import { writeSync } from 'node:fs'
  import { appendEvent } from '../../src/audit/append.ts'
  for (let n = 0; n < 20; n++) {
    const id = process.argv[2] + '-' + n
    const { notice } = appendEvent(${JSON.stringify(dir)}, 'test', { id, filling: 'x'.repeat(2000) })
    if (notice) throw new Error(notice)
    writeSync(1, id + '\\n')
  }`

/** Runs one writer; after `most` lines it is killed, in the middle of the next append. Gives the ids it reported. */
function write(script: string, id: string, most: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, id], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', chunk => {
      said += chunk
      if (said.split('\n').length > most) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', () => resolve(said.split('\n').slice(0, -1)))
  })
}

test('20 processes write 20 each, every second one is killed on its way: nothing lost, the chain whole', async () => {
  const script = join(place.dir, 'writer.mjs')
  await writer(script, PROGRAM(place.dir))
  const jobs = Array.from({ length: 20 }, (_, i) => write(script, `p${i}`, i % 2 === 0 ? (i * 7) % 19 : 99))
  const reported = (await Promise.all(jobs)).flat()
  expect(reported.length).toBeGreaterThan(200)
  expect(appendEvent(place.dir, 'test', { id: 'last' }).notice).toBeUndefined()
  const ids = new Set(records(place).map(({ id }) => id))
  expect(reported.filter(id => !ids.has(id))).toEqual([])
  expect(verifyChain(place.folder).problems).toEqual([])
  expect(readdirSync(place.folder).filter(name => name.startsWith('spill-'))).toEqual([])
}, 60_000)

test('a lock that is held: the record goes beside the log and the next one takes it in', () => {
  appendEvent(place.dir, 'test', { id: 'one' })
  const lock = takeLock(place.folder)!
  const { file, notice, link } = appendEvent(place.dir, 'test', { id: 'two' })
  expect([notice, link]).toEqual([undefined, undefined])
  expect(file).toMatch(/spill-\d+-\w+\.jsonl$/)
  lock.release()
  appendEvent(place.dir, 'test', { id: 'three' })
  const [, , two, merged, three] = records(place)
  const name = file.slice(place.folder.length + 1)
  expect(two).toMatchObject({ id: 'two', spilled: name })
  expect(merged).toMatchObject({ event: 'spill.merged', file: name, records: 1, intact: true })
  expect(three).toMatchObject({ id: 'three' })
  expect(verifyChain(place.folder).problems).toEqual([])
})

test('the holder of a lock died: the next generation passes it, and the lock of the dead one stays', () => {
  appendEvent(place.dir, 'test', {})
  takeLock(place.folder) // never released: as if the process were gone
  const newest = readdirSync(place.folder).filter(name => name.startsWith('lock.'))
  // a pid that nobody has: the highest a kernel gives is 4194304
  const held = join(place.folder, newest.sort().at(-1)!)
  writeFileSync(held, `held 4194305 ${placeOf(held)}\n`)
  expect(appendEvent(place.dir, 'test', {}).link?.seq).toBe(3)
  expect(readdirSync(place.folder)).toEqual(expect.arrayContaining(newest))
})

test('whoever links a generation that was passed long ago sees it and lets go', () => {
  for (let n = 0; n < 12; n++) appendEvent(place.dir, 'test', {})
  const lock = takeLock(place.folder)!
  // a later generation, made by another while we were asleep
  writeFileSync(join(place.folder, 'lock.99'), 'free\n')
  expect(lock.isMine()).toBe(false)
  lock.release()
  expect(appendEvent(place.dir, 'test', {}).link?.seq).toBe(14)
  expect(readdirSync(place.folder)).toContain('lock.100')
})

/** What stands behind the pid in a lock made here. */
function placeOf(file: string): string {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  return /^held \d+ (.*)\n$/.exec(readFileSync(file, 'latin1'))![1]!
}

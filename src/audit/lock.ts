/**
 * Who may write to the audit log: a lock in generations. `lock.N` is held or free; taking it is linking a private file to
 * `lock.N+1`, which only one can do, and nobody ever removes the newest. So a dead holder is passed by the next generation,
 * never unlinked: unlinking a stale lock is what lets two in at once.
 */
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Listing, list, listOrMake, ownName } from './folder.ts'

export interface Lock {
  /** what lies in the folder since it was taken */
  listing: Listing
  /** nobody has passed it: asked once more right before writing */
  isMine(): boolean
  release(): void
}

/** A holder needs a millisecond. One whose life cannot be asked (another machine, another pid namespace) counts as dead after this. */
const OLD_MS = 30_000
/** Generations that stay behind the newest: a slow reader of the folder must always see a newer one than its own. */
const KEPT = 8
const DRAFT_MS = 60_000

/** Null when it was not free for `wait` milliseconds. Throws what the file system says. */
export function takeLock(folder: string, wait = 200): Lock | null {
  const end = Date.now() + wait
  for (let pause = 1; ; pause = Math.min(2 * pause, 8)) {
    const newest = newestOf(listOrMake(folder))
    if (newest === 0 || isPassable(join(folder, `lock.${newest}`))) {
      const lock = tryNext(folder, newest + 1)
      if (lock) return lock
    }
    if (Date.now() >= end) return null
    sleep(pause * (0.5 + Math.random()))
  }
}

/** Links a file of our own; then the folder is read again: whoever linked a removed generation sees a newer one. */
function tryNext(folder: string, generation: number): Lock | null {
  const draft = join(folder, ownName('draft'))
  const file = join(folder, `lock.${generation}`)
  const fd = openSync(draft, 'wx', 0o600)
  try {
    writeSync(fd, `held ${process.pid} ${place()}\n`)
    const listing = link(draft, file) ? list(folder) : null
    if (listing && newestOf(listing) === generation) return held(folder, generation, fd, listing)
    if (listing) remove(file)
  } catch (error) {
    closeSync(fd)
    throw error
  } finally {
    remove(draft)
  }
  closeSync(fd)
  return null
}

/** `rmSync` would load what removes whole folders. */
function remove(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** False where another was faster. A file system without hard links gets a copy that only one can create. */
function link(draft: string, file: string): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS')
      return create(file)
    throw error
  }
}

function create(file: string): boolean {
  try {
    const fd = openSync(file, 'wx', 0o600)
    writeSync(fd, `held ${process.pid} ${place()}\n`)
    closeSync(fd)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function held(folder: string, generation: number, fd: number, listing: Listing): Lock {
  const file = join(folder, `lock.${generation}`)
  return {
    listing,
    isMine: () => newestOf(list(folder)) === generation,
    release: () => {
      closeSync(fd)
      free(file)
      sweep(folder, generation, listing)
    },
  }
}

/** Four bytes over four: nobody reads half of it. */
function free(file: string): void {
  try {
    const fd = openSync(file, 'r+')
    writeSync(fd, 'free', 0)
    closeSync(fd)
  } catch {
    // passed and swept meanwhile, or it cannot be written: the next one sees a dead holder
  }
}

function sweep(folder: string, generation: number, { locks, drafts }: Listing): void {
  for (const old of locks) if (old <= generation - KEPT) remove(join(folder, `lock.${old}`))
  for (const name of drafts) if (ageOf(join(folder, name)) > DRAFT_MS) remove(join(folder, name))
}

/** Free, or its holder is gone. A file that vanished is not the newest any more: look again. */
function isPassable(file: string): boolean {
  try {
    const text = readFileSync(file, 'latin1')
    if (text.startsWith('free')) return true
    const [, pid, where] = /^held (\d+) (.*)\n$/.exec(text) ?? []
    if (where === place() && !isAlive(Number(pid))) return true
    return ageOf(file) > OLD_MS
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH' // EPERM: somebody else's
  }
}

function ageOf(file: string): number {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}

let known: string | undefined

/** In which process table a pid means something: this boot of this machine, this namespace. The same for all where there is no /proc. */
function place(): string {
  known ??= askPlace()
  return known
}

function askPlace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return 'here'
  }
}

function newestOf({ locks }: Listing): number {
  return locks.reduce((most, lock) => Math.max(most, lock), 0)
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Files and folders as they lie on disk, git or not. */
import { readdir } from 'node:fs/promises'
import { CoverageError, UsageError } from '../errors.ts'
import { decodePath } from '../git/path.ts'
import type { Actor, Change, Operation, Skipped } from '../model.ts'
import { type Disk, look, openDisk } from './disk.ts'
import { openTally } from './tally.ts'

/**
 * Walks folders; a symlink is its target's name and is not followed. Named and skipped: sockets, fifos, devices, git's own folders.
 * Throws UsageError for a path that is not there; a folder that cannot be read ends `changes` with a CoverageError, after the rest.
 */
export async function files(paths: string[], actor: Actor): Promise<Operation> {
  for (const path of paths) {
    if ('absent' in (await look(Buffer.from(path)))) {
      throw new UsageError(`"${path}" does not exist`, {
        subject: path,
        hint: 'name files or folders that are there',
      })
    }
  }
  const disk = openDisk()
  const tally = openTally()
  const walk: Walk = { disk, skipped: [], failed: [] }
  return {
    kind: 'scan',
    actor,
    refs: [],
    changes: everyFile(walk, paths, tally.saw),
    texts: noTexts(),
    objects: disk,
    listed: tally.listed,
    skipped: () => walk.skipped,
  }
}

interface Walk {
  disk: Disk
  skipped: Skipped[]
  /** folders that could not be read */
  failed: string[]
}

async function* everyFile(
  walk: Walk,
  paths: string[],
  saw: (change: Change) => void,
): AsyncGenerator<Change> {
  const seen = new Set<string>() // two arguments may hold one file
  for (const path of paths) {
    for await (const change of below(walk, Buffer.from(path))) {
      if (seen.size === seen.add(change.path).size) continue
      saw(change)
      yield change
    }
  }
  if (walk.failed.length > 0) throw unread(walk.failed)
}

/** A list of what is still to be seen, not recursion: folders may be nested deeper than the stack. */
async function* below(walk: Walk, start: Buffer): AsyncGenerator<Change> {
  for (const left = [start]; left.length > 0; ) {
    const location = left.pop()!
    const found = await look(location).catch(() => null)
    if (found === null) walk.failed.push(decodePath(location))
    else if ('file' in found) yield walk.disk.add(found.file)
    else if ('special' in found) walk.skipped.push({ path: decodePath(location), reason: found.special })
    else if ('folder' in found) left.push(...(await inside(walk, location)))
  }
}

/** The folder's entries, last name first: the list above is taken from its end. */
async function inside(walk: Walk, folder: Buffer): Promise<Buffer[]> {
  if (/(^|\/)\.git\/?$/.test(folder.toString('latin1'))) {
    const reason = "git's own folder: scan the repository instead"
    walk.skipped.push({ path: decodePath(folder), reason })
    return []
  }
  try {
    const names = await readdir(folder, { encoding: 'buffer' })
    return names
      .sort(Buffer.compare)
      .reverse()
      .map(name => joined(folder, name))
  } catch {
    walk.failed.push(decodePath(folder))
    return []
  }
}

function joined(folder: Buffer, name: Buffer): Buffer {
  const isHere = folder.length === 1 && folder[0] === 0x2e // "." : its files are named without it
  if (isHere) return name
  return Buffer.concat(folder[folder.length - 1] === 0x2f ? [folder, name] : [folder, SLASH, name])
}

const SLASH = Buffer.from('/')

function unread(failed: string[]): CoverageError {
  const many = failed.length === 1 ? '1 folder' : `${failed.length} folders`
  return new CoverageError(`${many} could not be read: ${failed.slice(0, 5).join(', ')}`, {
    subject: failed[0]!,
    hint: 'make them readable, or name only the paths to scan',
  })
}

async function* noTexts(): AsyncGenerator<never> {}

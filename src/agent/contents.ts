/** What a file would hold after a tool call. */
import { readFileSync } from 'node:fs'
import type { FileWrite, Replacement } from './call.ts'

export interface Step {
  /** null where the file is not there yet */
  before: Buffer | null
  /** null where it would be gone */
  after: Buffer | null
}

/** `path` absolute. An edit whose text is not found is one that fails: what it would bring is looked at all the same. */
export function stepOf(write: FileWrite, path: string): Step {
  const before = onDisk(path)
  if ('removed' in write) return { before, after: null }
  if ('content' in write) return { before, after: Buffer.from(write.content) }
  const text = before?.toString('utf8') ?? ''
  if ('added' in write) return { before, after: Buffer.from(`${text}\n${write.added}`) }
  return { before, after: Buffer.from(edited(text, write.edits)) }
}

function onDisk(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch {
    return null // not there, a folder, or not ours to read: then all of the new content is new
  }
}

function edited(text: string, edits: readonly Replacement[]): string {
  return edits.reduce((now, { from, to, all }) => {
    if (from === '' || !now.includes(from)) return `${now}\n${to}`
    // not a pattern, and `$&` in `to` is not one either
    return all ? now.split(from).join(to) : now.replace(from, () => to)
  }, text)
}

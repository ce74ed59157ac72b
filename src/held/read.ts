/** One small regular file, or why it was not read: this is an extra net, so nothing here is an error. */
import { readFileSync, statSync } from 'node:fs'

export type ReadFile = { text: string } | { problem: string } | null

/** A file of credentials is a few kilobytes; what is larger is something else. */
const LARGEST = 256_000

/** Null for what is not there. Never opens a pipe: password managers serve `.env` as one, and reading it would wait. */
export function readSmall(path: string): ReadFile {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return null
    if (!found.isFile()) return { problem: 'it is no regular file' }
    if (found.size > LARGEST) return { problem: `it has more than ${LARGEST} bytes` }
    const text = readFileSync(path, 'utf8')
    return text.includes('\0') ? { problem: 'it is no text' } : { text }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOTDIR' ? null : { problem: code ?? 'it cannot be read' }
  }
}

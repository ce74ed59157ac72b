/** What git tells pre-push on stdin (githooks(5)): `<local ref> <local id> <remote ref> <remote id>`, a ref a line. */
import { GitError } from '../errors.ts'
import type { ObjectId } from '../model.ts'

export interface PushLine {
  /** as the user wrote it: a ref, an id, `HEAD~1`, `HEAD^{/fix bug}`, or `(delete)` */
  local: string
  /** null = the remote ref is deleted */
  localId: ObjectId | null
  remoteRef: string
  /** null = the remote does not have the ref */
  remoteId: ObjectId | null
}

/** Parses from the right, for a local ref may hold spaces. Throws GitError at a line of another form. */
export function parsePushLines(text: string | string[]): PushLine[] {
  const lines = typeof text === 'string' ? text.split('\n') : text
  return lines.filter(line => line !== '').map(parseLine)
}

const LINE = /^(.*) ([0-9a-f]{40}|[0-9a-f]{64}) (\S+) ([0-9a-f]{40}|[0-9a-f]{64})$/

function parseLine(line: string, index: number): PushLine {
  const match = LINE.exec(line)
  if (!match) {
    throw new GitError(`line ${index + 1} of what git says is pushed cannot be read`, {
      line: index + 1,
      hint: 'the pre-push hook must hand its stdin on to portcullis unchanged',
    })
  }
  const [, local = '', localId = '', remoteRef = '', remoteId = ''] = match
  return { local, localId: idOrNull(localId), remoteRef, remoteId: idOrNull(remoteId) }
}

function idOrNull(id: string): ObjectId | null {
  return /^0+$/.test(id) ? null : id
}

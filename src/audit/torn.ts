/** Half a record, left by a crash or a full disk: moved to a file of its own, never cut without a word. */
import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ownName } from './folder.ts'
import { nodeSha256 } from './sha256.ts'
import type { Tail } from './tail.ts'

/** Under the lock only. The copy is on the disk before the segment ends at its last whole line. */
export function moveTornAside(
  folder: string,
  segment: string,
  { torn, size }: Tail,
): { file: string; bytes: number; sha256: string } {
  const file = `${ownName('torn')}.jsonl`
  const copy = openSync(join(folder, file), 'wx', 0o600)
  writeSync(copy, torn)
  fsyncSync(copy)
  closeSync(copy)
  const fd = openSync(join(folder, segment), 'r+')
  ftruncateSync(fd, size)
  closeSync(fd)
  return { file, bytes: torn.length, sha256: nodeSha256(torn) }
}

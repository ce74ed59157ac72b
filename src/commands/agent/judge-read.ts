/** Reads of files that keep credentials. */

import { dirname, resolve } from 'node:path'
import { insideOf, realPath, workTreeAbove } from '../../agent/place.ts'
import type { Desk } from './desk.ts'
import { type Judged, NOTHING } from './judging.ts'

/** A `[skips]` clause of the trusted base that names the path is the policy's word that nothing in it is worth keeping. */
export async function judgeRead(paths: readonly string[], desk: Desk): Promise<Judged> {
  for (const path of paths) if (!(await isSkipped(path, desk))) return SECRET_SHOWN
  return NOTHING
}

async function isSkipped(path: string, desk: Desk): Promise<boolean> {
  const real = realPath(resolve(desk.cwd, path))
  const root = workTreeAbove(dirname(real))
  const inside = root === null ? null : insideOf(root, real)
  if (root === null || inside === null) return false
  const { loaded } = await desk.sessionIn(root)
  return loaded.policy.skipFor(inside) !== null
}

/** For reads, and for commands that show such a file. */
export const SECRET_SHOWN: Judged = {
  ruling: {
    verdict: 'deny',
    text: 'portcullis: this file keeps credentials, and what you read goes to a model (rule secret-file). next: work with the names of the settings, from a sample file such as .env.example or from the code that reads them; ask your user for anything else',
  },
  rules: ['secret-file'],
}

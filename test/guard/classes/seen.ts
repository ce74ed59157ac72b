/** Asks one class about texts before and after, as the guard would. */
import { CLASSES } from '../../../src/guard/classes/table.ts'
import type { Versions } from '../../../src/guard/classes/types.ts'
import type { Change, Entry } from '../../../src/model.ts'

/** A text, or null where the path is not there. */
export type Side = string | Buffer | null

const entry = (mode: string, id: string): Entry => ({ mode, id: id.repeat(40) })

export function step(path: string, before: Side[], after: Side, modes: [string, string]): Change {
  const present = before.filter(side => side !== null)
  const status = after === null ? 'deleted' : present.length === 0 ? 'added' : 'modified'
  return {
    path,
    status,
    before: present.map((_, i) => entry(modes[0], String(i + 1))),
    after: after === null ? null : entry(modes[1], 'a'),
  }
}

const bytes = (side: Side) => (side === null ? null : Buffer.from(side as string))

/** What the class says; null where it would not even look. */
export function seenBy(
  name: string,
  path: string,
  before: Side | Side[],
  after: Side,
  modes: [string, string] = ['100644', '100644'],
): string[] | null {
  const kind = CLASSES[name]!
  const sides = Array.isArray(before) ? before : [before]
  if (!kind.touches(step(path, sides, after, modes))) return null
  const data = bytes(after)
  const versions: Versions = {
    path,
    after: data,
    before: sides.flatMap(side => bytes(side) ?? []),
    size: data?.length ?? 0,
    unread: false,
  }
  return kind.look?.(versions) ?? ['touched']
}

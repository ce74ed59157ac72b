/** Classes about what kind of thing a path is: link, submodule, executable. */
import type { Change } from '../../model.ts'
import { resolveLink } from '../links.ts'
import { touching } from './by-path.ts'
import { textOf } from './text.ts'
import type { ChangeClass, Versions } from './types.ts'

const SYMLINK = '120000'
const SUBMODULE = '160000'
const EXECUTABLE = '100755'

const had = (change: Change, mode: string) => change.before.some(entry => entry.mode === mode)

export const symlinkAdded: ChangeClass = {
  touches: change => change.after?.mode === SYMLINK && !had(change, SYMLINK),
  look: versions => (leaves(versions) ? ['a link that points out of the work tree'] : ['a link']),
}

/** New or edited: a link that was harmless may be turned elsewhere. */
export const symlinkOutside: ChangeClass = {
  touches: change => change.after?.mode === SYMLINK,
  look: versions => (leaves(versions) ? ['a link that points out of the work tree'] : []),
}

function leaves({ path, after }: Versions): boolean {
  return after !== null && resolveLink(path, textOf(after)) === null
}

const isModules = touching(['/.gitmodules'])

export const submodule: ChangeClass = {
  touches: change => change.after?.mode === SUBMODULE || had(change, SUBMODULE) || isModules(change),
}

export const executableAdded: ChangeClass = {
  touches: change => change.after?.mode === EXECUTABLE && !had(change, EXECUTABLE),
}

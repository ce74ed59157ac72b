/** What a CI system says happened, in one shape. Everything in it was claimed by the environment: ids are checked. */
import { CoverageError } from '../errors.ts'
import type { ObjectId } from '../model.ts'

export type Forge = 'github' | 'gitlab' | 'none'
export type Environment = Record<string, string | undefined>

export interface CiEvent {
  forge: Forge
  /** `merge`: a pull request or merge queue · `push`: a ref was moved · `run`: started by hand or clock, nothing moved */
  kind: 'merge' | 'push' | 'run'
  /** full name of the ref that moves: for `merge` the target */
  ref: string
  /** the ref before (merge: where the range begins); null when it is new */
  before: ObjectId | null
  /** the ref after (merge: the head); null when it is deleted */
  after: ObjectId | null
  /** merge: the target's tip as the forge names it, an id or a full ref */
  target?: string
  forced: boolean
  /** accounts that opened the pull request or pushed: the forge's word, not the commit's */
  by?: string[]
  /** short name */
  defaultBranch: string
  notices: string[]
}

/** Lower-case hex of either length, or null for git's "no object" (all zeros). Throws CoverageError for anything else. */
export function objectId(value: unknown, name: string): ObjectId | null {
  if (typeof value !== 'string' || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) {
    throw missing(name, 'is not an object id')
  }
  return /^0+$/.test(value) ? null : value
}

/** The same where an object must exist. */
export function presentId(value: unknown, name: string): ObjectId {
  const id = objectId(value, name)
  if (id === null) throw missing(name, 'is all zeros')
  return id
}

/** A branch or ref name: git allows no controls and no blanks in one, and a line break would be a second question. */
export function refName(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '' || /[\u0000-\u0020\u007f~^:?*[\\]/.test(value)) {
    throw missing(name, 'is not a ref name')
  }
  return value
}

/** CI told less than it documents: nothing can be judged, so nothing passes. */
export function missing(name: string, what: string): CoverageError {
  return new CoverageError(`"${name}" ${what}`, {
    subject: 'CI environment',
    hint: 'name the range yourself: portcullis ci --base REV --head REV',
  })
}

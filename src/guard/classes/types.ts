/** Classes of change: facts about one path's step that a policy can name (`dependency-added`). Types only. */
import type { Change } from '../../model.ts'

/** A path's contents before and after its step. A merge has several before: what it brings itself differs from all of them. */
export interface Versions {
  path: string
  /** null: there is none (deleted, a submodule) or it could not be read (`unread`) */
  after: Buffer | null
  before: Buffer[]
  /** of the new content; also where it was too large to be read */
  size: number
  /** there is a new content and it could not be read */
  unread: boolean
}

export interface ChangeClass {
  /** By path, status and modes alone: asked before any content is read. */
  touches(change: Change): boolean
  /**
   * What it sees, a phrase each in words of our own; names out of the file only through `named`. Nothing: it is not of this class.
   * Never throws, whatever the bytes. Without it, touching is enough.
   */
  look?(versions: Versions): string[]
  /** it needs sizes only: a content too large to be read is looked at all the same */
  bySize?: true
  /** content that could not be read does not count as one: what cannot be read is exit 3 in any case */
  needsText?: true
}

/** Where something is, as editors and terminals turn it into a link: `file:line:column`. */
import type { Occurrence } from '../model.ts'
import { visible } from './escape.ts'

/**
 * `path:line:column` (`archive » member:line:column`), else the ref, else the commit, else that it has no place; after `repository: `
 * where there are several; printable as it is.
 */
export function place(o: Occurrence): string {
  return o.repository === undefined ? inRepository(o) : `${visible(o.repository)}: ${inRepository(o)}`
}

/** The path for programs that know files only: the repository is its first folder where there are several. */
export function fileOf({ repository, path }: Occurrence): string | undefined {
  return path === undefined || repository === undefined ? path : `${repository}/${path}`
}

function inRepository(o: Occurrence): string {
  if (o.path === undefined) return o.ref === undefined ? commitOnly(o) : visible(o.ref)
  const line = o.line === undefined ? '' : `:${o.line}`
  const column = o.line === undefined || o.column === undefined ? '' : `:${o.column}`
  const member = o.member === undefined ? '' : ` » ${visible(o.member)}`
  return `${visible(o.path)}${member}${line}${column}`
}

/** Twelve digits of an object id: enough for git to find it, short enough to read. */
export function shortId(id: string): string {
  return visible(id.slice(0, 12))
}

function commitOnly(o: Occurrence): string {
  return o.commit === undefined ? 'the operation as a whole' : `commit ${shortId(o.commit)}`
}

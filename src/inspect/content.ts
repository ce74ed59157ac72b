/**
 * Hidden and commanding content of an operation: of files only what a change adds, of messages and names all. Loaded and looked at in
 * full only where the bytes give cause (content/read.ts): a commit of plain files pays for a look at its bytes.
 */

import { MESSAGE, NAME, placeOf } from '../content/place.ts'
import { readable } from '../content/read.ts'
import { isSuspectText } from '../content/suspect.ts'
import type { Place, Sight } from '../content/types.ts'
import type { Detectors } from '../detect/index.ts'
import { textOf } from '../detect/text.ts'
import type { Change, Finding, Operation, Text } from '../model.ts'
import { globList } from '../policy/glob.ts'
import type { Policy } from '../policy/types.ts'

/** What a finding is made with. */
export interface ContentDesk {
  operation: Operation
  policy: Policy
  detectors: Detectors
}

const SYMLINK = '120000'

const isObeyed = globList(['@builtin/agent-instructions'], 'path', 'deny')
const isSettings = globList(['@builtin/agent-config'], 'path', 'deny')

/** A whole history is asked for credentials only: what lies there was read long ago. */
export function looksAtContent({ attribute }: Operation): boolean {
  return attribute === undefined
}

/** What a new content brings; `parents` are read only when it holds something. */
export async function hiddenInContent(
  data: Buffer,
  change: Change,
  desk: ContentDesk,
  parents: () => Promise<Buffer[]>,
): Promise<Finding[]> {
  const place = placeOfChange(change)
  const { bytes } = textOf(data)
  const read = readable(bytes, place)
  if (read === null) return []
  const { added, look } = await import('../content/look.ts')
  const now = look(read.text, place, read.suspect)
  if (now.length === 0) return []
  const before = (await parents()).map(parent => sightsIn(parent, place, look))
  const { contentFindings } = await import('./content-finding.ts')
  return contentFindings(added(now, before), { change, text: read.text }, desk)
}

/** What the name of a new path holds. */
export async function hiddenInName(change: Change, desk: ContentDesk): Promise<Finding[]> {
  if (change.before.length > 0 || change.after === null || !isSuspectText(change.path)) return []
  const { look } = await import('../content/look.ts')
  const { nameFindings } = await import('./content-finding.ts')
  return nameFindings(look(change.path, NAME, true), change, desk)
}

/** What a message or a name that git stores outside of files holds. */
export async function hiddenInMessage(text: Text, desk: ContentDesk): Promise<Finding[]> {
  if (!isSuspectText(text.text)) return []
  const { look } = await import('../content/look.ts')
  const { messageFindings } = await import('./content-finding.ts')
  return messageFindings(look(text.text, text.kind === 'ref-name' ? NAME : MESSAGE, true), text, desk)
}

type Look = (text: string, place: Place, suspect: boolean) => Sight[]

function sightsIn(data: Buffer, place: Place, look: Look): Sight[] {
  const read = readable(textOf(data).bytes, place)
  return read === null ? [] : look(read.text, place, read.suspect)
}

/** What a symlink holds is a name. */
function placeOfChange({ path, after }: Change): Place {
  if (after?.mode === SYMLINK) return { ...NAME, path }
  return placeOf(path, { obeyed: isAgentInstructions(path), settings: isAgentConfig(path) })
}

/** Does an agent take what stands there for instructions? */
export function isAgentInstructions(path: string): boolean {
  return mayBeAgents(path) && isObeyed(path)
}

/** Does what stands there give an agent commands, tools or permissions? */
export function isAgentConfig(path: string): boolean {
  return mayBeAgents(path) && isSettings(path)
}

/** Cheap, and true of whatever the two lists name: compiling a hundred globs is felt in a commit of one file. */
function mayBeAgents(path: string): boolean {
  return /(?:^|\/)\.|\.md$|(?:^|\/)(?:mcp|opencode)\.json|llms\.txt$|[^\x00-\x7f]/i.test(path)
}

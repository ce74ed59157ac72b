/**
 * Hidden and commanding content of an operation: of files only what a change adds, of messages and names all. Loaded and looked at in
 * full only where the bytes give cause (content/read.ts): a commit of plain files pays for a look at its bytes.
 */

import { readable } from '../content/read.ts'
import { MESSAGE, NAME } from '../content/surfaces.ts'
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

/** What a change brings, in the name of its path and in its content; `parents` are read only when there is something. */
export async function hiddenIn(
  data: Buffer,
  change: Change,
  desk: ContentDesk,
  parents: () => Promise<Buffer[]>,
): Promise<Finding[]> {
  if (!looksAtContent(desk.operation)) return []
  return [...(await hiddenInName(change, desk)), ...(await hiddenInContent(data, change, desk, parents))]
}

/** A whole history is asked for credentials only: what lies there was read long ago. */
function looksAtContent({ attribute }: Operation): boolean {
  return attribute === undefined
}

async function hiddenInContent(
  data: Buffer,
  change: Change,
  desk: ContentDesk,
  parents: () => Promise<Buffer[]>,
): Promise<Finding[]> {
  const { path } = change
  const where = { path, obeyed: isAgentInstructions(path), settings: isAgentConfig(path) }
  const read = readable(textOf(data).bytes, where)
  if (read === null) return []
  const { added, look, placeOf } = await import('../content/look.ts')
  const place = change.after?.mode === SYMLINK ? { ...NAME, path } : placeOf(path, where) // what a symlink holds is a name
  const now = look(read.text, place, read.suspect)
  if (now.length === 0) return []
  const before = (await parents()).map(parent => sightsIn(parent, place, look))
  const { contentFindings } = await import('./content-finding.ts')
  return contentFindings(added(now, before), { change, text: read.text }, desk)
}

/** What the name of a new path holds. */
async function hiddenInName(change: Change, desk: ContentDesk): Promise<Finding[]> {
  if (change.before.length > 0 || change.after === null || !isSuspectText(change.path)) return []
  const { look } = await import('../content/look.ts')
  const { nameFindings } = await import('./content-finding.ts')
  return nameFindings(look(change.path, NAME, true), change, desk)
}

/** What a message or a name that git stores outside of files holds. */
export async function hiddenInMessage(text: Text, desk: ContentDesk): Promise<Finding[]> {
  if (!looksAtContent(desk.operation) || !isSuspectText(text.text)) return []
  const { look } = await import('../content/look.ts')
  const { messageFindings } = await import('./content-finding.ts')
  return messageFindings(look(text.text, text.kind === 'ref-name' ? NAME : MESSAGE, true), text, desk)
}

type Look = (text: string, place: Place, suspect: boolean) => Sight[]

function sightsIn(data: Buffer, place: Place, look: Look): Sight[] {
  const read = readable(textOf(data).bytes, place)
  return read === null ? [] : look(read.text, place, read.suspect)
}

/** Does an agent take what stands there for instructions? */
export function isAgentInstructions(path: string): boolean {
  return mayBeAgents(path) && isObeyed(path)
}

/** Does what stands there give an agent commands, tools or permissions? */
export function isAgentConfig(path: string): boolean {
  return mayBeAgents(path) && isSettings(path)
}

/** What stands before the first dot of the files that the two lists name and that are in no folder of their own. */
const STEMS = new Set(
  'AGENTS BUGBOT CLAUDE CRUSH GEMINI LLMS MCP OPENCODE QWEN REASONIX REPLIT SKILL WARP'.split(' '),
)

/** Cheap, and true of whatever the two lists name: compiling a hundred globs is felt in a commit of one file. */
function mayBeAgents(path: string): boolean {
  if (path.startsWith('.') || path.includes('/.') || /[^\x00-\x7f]/.test(path)) return true
  const name = path.slice(path.lastIndexOf('/') + 1)
  return STEMS.has(name.split('.', 1)[0]!.toUpperCase())
}

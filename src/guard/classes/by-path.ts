/** Classes that a path alone decides. */
import type { Change } from '../../model.ts'
import { globList } from '../../policy/glob.ts'
import { PATH_LISTS } from '../../policy/named-lists.ts'

const OWNERS = ['/CODEOWNERS', '/.github/CODEOWNERS', '/.gitlab/CODEOWNERS', '/docs/CODEOWNERS']

/** A test over changes: case and Unicode form never get past a list that guards. */
export function touching(patterns: readonly string[]): (change: Change) => boolean {
  const matches = globList(patterns, 'path', 'deny')
  return ({ path }) => matches(path)
}

const isOwners = touching(OWNERS)
const isWorkflowOrOwners = touching(['@builtin/workflows'])

export const codeowners = { touches: isOwners }
/** Who reviews is a class of its own. */
export const workflow = { touches: (change: Change) => isWorkflowOrOwners(change) && !isOwners(change) }
export const policyFiles = { touches: touching(['/.portcullis/**']) }
export const agentConfig = { touches: touching(['@builtin/agent-config']) }

export const HOOK_PATHS: readonly string[] = PATH_LISTS['@builtin/hooks']!

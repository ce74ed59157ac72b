/** What a change would bring to the base and nobody could use there: looked at, never in force. */
import { PolicyError } from '../errors.ts'
import type { ObjectId } from '../model.ts'
import { readLayer } from '../policy/compile.ts'
import { POLICY_FILE } from '../policy/files.ts'
import { loadLayers } from '../policy/load.ts'
import type { PolicyProblem, SpecReader } from '../policy/types.ts'
import { ownRules } from './own-rules.ts'

/** The faults of policy and rules as they stand at `head`; the guard denies the changes that brought them. */
export async function headProblems(objects: SpecReader, head: ObjectId): Promise<PolicyProblem[]> {
  const { layers, baseRules } = await loadLayers(objects, { base: head, working: null })
  const policy = layers.flatMap(({ text }) =>
    faultOf(() => readLayer({ layer: 'working', file: POLICY_FILE, text }, true)),
  )
  if (baseRules.length === 0) return policy
  const rules = baseRules.map(text => ({ ...text, layer: 'working' as const }))
  return [...policy, ...faultOf(() => ownRules(rules))]
}

function faultOf(read: () => unknown): PolicyProblem[] {
  try {
    read()
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    const { subject: file = POLICY_FILE, line, hint } = error.detail
    const place = { layer: 'working' as const, file, ...(line === undefined ? {} : { line }) }
    return [{ ...place, message: error.message, ...(hint === undefined ? {} : { hint }) }]
  }
}

/** `portcullis policy diff`: what a change of the policy loosens and tightens; CI tells the same in its report. */
import { UsageError } from '../errors.ts'
import type { ObjectId } from '../model.ts'
import type { Layer } from '../policy/clauses.ts'
import { readLayer } from '../policy/compile.ts'
import { type Difference, policyDiff } from '../policy/diff.ts'
import { POLICY_FILE } from '../policy/files.ts'
import type { LayerText, SpecReader } from '../policy/types.ts'
import type { Answer } from './policy.ts'

/** Two policies to compare, null where there is none. */
export interface Sides {
  before: LayerText | null
  after: LayerText | null
}

/** Exit 1 when something is loosened, else 0. Throws PolicyError for a side that cannot be read. */
export function diffAnswer({ before, after }: Sides): Answer {
  const differences = policyDiff(layerOf(before), layerOf(after))
  if (differences.length === 0) return { exit: 0, text: 'no difference that loosens or tightens\n' }
  const loosened = differences.filter(({ effect }) => effect === 'loosens').length
  const lines = differences.map(differenceLine)
  return {
    exit: loosened > 0 ? 1 : 0,
    text: `${lines.join('\n')}\n${loosened} of ${differences.length} differences loosen\n`,
  }
}

function layerOf(text: LayerText | null): Layer | null {
  return text === null ? null : readLayer(text, false)
}

function differenceLine({ effect, id, text, file, line }: Difference): string {
  const where = file === undefined ? '' : ` (${file}:${line})`
  return `${effect.padEnd(8)}  ${id}: ${text}${where}`
}

const TOLD = 20

/** Sentences for a report: every loosening, and how much else there is. None where both are the same or one cannot be read. */
export function diffNotices({ before, after }: Sides): string[] {
  if (before?.text === after?.text) return []
  const differences = policyDiff(layerOf(before), layerOf(after))
  const loosened = differences.filter(({ effect }) => effect === 'loosens')
  const told = loosened.slice(0, TOLD).map(one => `this change loosens the policy: ${one.id}: ${one.text}`)
  const more = loosened.length > TOLD ? [`… and loosens it in ${loosened.length - TOLD} more places`] : []
  const rest = differences.length - loosened.length
  return [
    ...told,
    ...more,
    ...(rest > 0 ? [`this change tightens or rewords the policy in ${rest} places`] : []),
  ]
}

/** The policy as a commit has it. Throws UsageError for a revision that does not exist. */
export async function policyAt(objects: SpecReader, revision: string): Promise<LayerText | null> {
  const commit = await objects.readObject(`${revision}^{commit}`)
  if (commit === null)
    throw new UsageError(`'${revision}' is no commit of this repository`, {
      hint: 'portcullis policy diff BASE..HEAD',
    })
  return policyOf(objects, commit.id, revision)
}

/** `shown`: the commit's name in what is printed. */
export async function policyOf(
  objects: SpecReader,
  commit: ObjectId,
  shown: string,
): Promise<LayerText | null> {
  const object = await objects.readObject(`${commit}:${POLICY_FILE}`)
  if (object === null) return null
  return { layer: 'base', file: `${shown}:${POLICY_FILE}`, text: object.data.toString() }
}

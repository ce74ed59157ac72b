/** The `[[examples]]` of a policy: what its author expects it to say, checked so that an edit cannot quietly say otherwise. */
import { PolicyError } from '../errors.ts'
import type { ActorKind, Verdict } from '../model.ts'
import type { Layer } from './clauses.ts'
import { type Opinion, pathOpinions, refOpinions, remoteOpinions } from './judge.ts'
import { strongest } from './order.ts'
import { normaliseRemote } from './remote-url.ts'
import type { Example } from './schema.ts'
import { lineOf } from './toml.ts'
import type { Policy, RefVerb } from './types.ts'

/** One example with what the policy says about it. */
export interface ExampleResult {
  /** `agent push main` */
  title: string
  /** looked for when asked: most examples pass and nobody asks */
  line(): number
  expect: string
  verdict: Verdict
  /** the clause that spoke strongest, if any spoke */
  clause?: string
  passed: boolean
}

/** Runs the examples of one layer against a policy (its own layer and the floor: other layers may be stricter). */
export function runExamples(layer: Layer, policy: Policy): ExampleResult[] {
  return (layer.tables.examples ?? []).map((example, index) => {
    return { ...judgeExample(example, policy), line: () => lineOf(layer.text, ['examples', index]) }
  })
}

/** Throws PolicyError with the line of the first example that fails. */
export function checkExamples(layer: Layer, policy: Policy): void {
  const failed = runExamples(layer, policy).find(result => !result.passed)
  if (failed === undefined) return
  const by =
    failed.clause === undefined ? 'no clause speaks about it' : `the strongest clause is ${failed.clause}`
  const message = `example "${failed.title}" expects "${failed.expect}", the policy says "${failed.verdict}"`
  const line = failed.line()
  throw new PolicyError(`${layer.file}:${line}: ${message}`, {
    subject: layer.file,
    line,
    hint: `${by}: change the clause or the example`,
  })
}

function judgeExample(example: Example, policy: Policy): Omit<ExampleResult, 'line'> {
  const opinions = exampleOpinions(example, policy)
  // a clause being tried out (observe) means what it will mean, hence `full`
  const verdict = strongest(opinions.map(opinion => opinion.full))
  const speakers = opinions.filter(opinion => opinion.full === verdict && verdict !== 'allow')
  const [wanted, clause] = splitOnce(example.expect)
  const passed =
    verdict === wanted && (clause === undefined || speakers.some(({ clause: { id } }) => id === clause))
  const first = speakers[0]?.clause.id
  return {
    title: titleOf(example),
    expect: example.expect,
    verdict,
    passed,
    ...(first === undefined ? {} : { clause: first }),
  }
}

function splitOnce(expect: string): [string, string | undefined] {
  const colon = expect.indexOf(':')
  return colon < 0 ? [expect, undefined] : [expect.slice(0, colon), expect.slice(colon + 1)]
}

function titleOf({ actor, operation, ref, path, remote }: Example): string {
  return [actor ?? 'unknown', operation, ref, path, remote && normaliseRemote(remote)]
    .filter(Boolean)
    .join(' ')
}

function exampleOpinions(example: Example, policy: Policy): Opinion[] {
  const { ref, path, remote, operation } = example
  const actor: ActorKind = example.actor ?? 'unknown'
  return [
    ...(ref === undefined ? [] : refOpinions(policy, actor, verbsNamed(operation), fullRef(ref))),
    ...(path === undefined ? [] : pathOpinions(policy, actor, path)),
    ...(remote === undefined ? [] : remoteOpinions(policy, normaliseRemote(remote))),
  ]
}

/** The verbs behind the name of an operation, as examples and `policy explain` give it. */
export function verbsNamed(operation: Example['operation']): RefVerb[] {
  if (operation === 'edit') return []
  if (operation === 'commit' || operation === 'merge') return ['commit']
  return operation === 'push' ? ['push'] : ['push', operation]
}

/** A short name is a branch. */
export function fullRef(ref: string): string {
  return ref.startsWith('refs/') ? ref : `refs/heads/${ref}`
}

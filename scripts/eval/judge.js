// A text → what Portcullis says of it, without the text: rule, confidence, verdict, place.

import { importSources } from './bundle.js'

const SOURCES = [
  "export { detect, loadDetectors } from './src/detect/index.ts'",
  "export { inspect } from './src/inspect/inspect.ts'",
  "export { decide } from './src/decide.ts'",
  "export { compilePolicy } from './src/policy/load.ts'",
  "export { checkNamed } from './src/detect/proof/registry.ts'",
  "export { answerOf } from './src/detect/proof/prove.ts'",
  "export { mulberry32 } from './src/detect/random.ts'",
]

/**
 * What scores are made with. `engine`: native, js, or whichever loads. `modelOf`: the text of the model for a repository's windows,
 * undefined for the model of this checkout.
 */
export async function openJudge(engine, modelOf = () => undefined) {
  const sources = await importSources(SOURCES.join('\n'))
  const options = engine === undefined ? {} : { engine }
  const detectors = sources.loadDetectors(options)
  const detectorsOf = remembering(model => sources.loadDetectors({ ...options, model }), detectors)
  const policy = sources.compilePolicy([])
  return {
    digest: detectors.digest,
    engine: detectors.engine, // asking loads it: one that does not load is told here
    proof: { checkNamed: sources.checkNamed, answerOf: sources.answerOf },
    mulberry32: sources.mulberry32,
    judge: ({ text, path, repo }) => judge(sources, policy, detectorsOf(modelOf(repo)), text, path),
    detect: (text, path) => sources.detect(Buffer.from(text), path, detectors),
  }
}

/** Detectors hold compiled rules: one for each model, not for each window. */
function remembering(load, unnamed) {
  const known = new Map([[undefined, unnamed]])
  return model => {
    if (!known.has(model)) known.set(model, load(model))
    return known.get(model)
  }
}

export const PERSON = { kind: 'human', evidence: [] }
/** What nobody configured: no baseline, no people to ask. */
export const RULINGS = { enrolled: false, observe: false, suppressionsOf: () => [], isElsewhere: () => false }

/** As if a person committed a new file: `{ findings: [{ line, rule, confidence, verdict }], unread: reason | undefined }`. */
async function judge({ inspect, decide }, policy, detectors, text, path) {
  const operation = commitOf(Buffer.from(text), path)
  const { findings, coverage } = await inspect(operation, policy, detectors)
  const credentials = findings.filter(({ category }) => category === 'credential')
  return {
    findings: credentials.map(finding => {
      const { line, ruleId: rule, confidence } = finding
      // one by one: together, one secret's places would become one entry
      const verdict = decide(operation, [finding], RULINGS).findings[0]?.verdict ?? 'allow'
      return { line, rule, confidence, verdict }
    }),
    unread: coverage.unread[0]?.reason,
  }
}

function commitOf(data, path) {
  const change = { path, status: 'added', before: [], after: { mode: '100644', id: '0'.repeat(40) } }
  const objects = { read: async () => ({ size: data.length, data }), close() {} }
  const listed = () => ({ commits: 0, blobs: 1 })
  return { kind: 'commit', actor: PERSON, refs: [], changes: list(change), texts: list(), objects, listed }
}

async function* list(...items) {
  yield* items
}

/**
 * Objects that the hook's shim asked git for while Node was still starting, read from standard input. They save a clean commit
 * the start of a process of its own (docs/performance.md); what is not among them is asked of git as always.
 */
import { type Answer, batchParser } from './batch.ts'

/** By object id and by the words they were asked for (`HEAD^{commit}`); null = git says there is none. */
export type Preloaded = ReadonlyMap<string, Answer | null>

/**
 * Reads the output of `cat-file --batch='%(objectname) %(objecttype) %(objectsize) %(rest)'`, the question repeated as the rest.
 * A cut or empty stream holds fewer objects, never wrong ones: an answer counts once all its bytes are there.
 */
export function readPreloaded(stream: Buffer): Preloaded {
  const known = new Map<string, Answer | null>()
  const parse = batchParser({
    limit: () => Number.POSITIVE_INFINITY,
    answer: (answer, line) => keep(known, answer, line),
    garbled: () => {},
  })
  parse(stream)
  return known
}

function keep(known: Map<string, Answer | null>, answer: Answer | null, line: string): void {
  if (answer) {
    known.set(answer.id, answer)
    const question = line.split(' ').slice(3).join(' ')
    if (question !== '') known.set(question, answer)
  } else if (/[:^]/.test(line)) {
    // a plain id that is missing is asked for again: its error should be git's own
    known.set(line.replace(/ missing$/, ''), null)
  }
}

/** The answer to `spec`; undefined = not preloaded. */
export function preloadedAnswer(known: Preloaded, spec: string): Answer | null | undefined {
  const direct = known.get(spec)
  return direct === undefined ? underItsRef(known, spec) : direct
}

const COMMIT = '^{commit}'

/** The reader asks `<id>:path` once it knows what a ref names; the shim could only ask `<ref>:path`. */
function underItsRef(known: Preloaded, spec: string): Answer | null | undefined {
  const [, id, path] = /^([0-9a-f]{40,64})(:.+)$/.exec(spec) ?? []
  if (id === undefined) return undefined
  for (const [question, answer] of known) {
    if (answer?.id !== id || !question.endsWith(COMMIT)) continue
    const found = known.get(`${question.slice(0, -COMMIT.length)}${path}`)
    if (found !== undefined) return found
  }
  return undefined
}

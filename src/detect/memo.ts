/**
 * What was looked at and held nothing, and what the model said, by its digest: versions of a file repeat nearly all of their lines,
 * and a wide regex over a window costs a hundred times its digest. A digest that nobody can bend: something made to collide would be
 * passed over.
 */
import type { Confidence } from '../model.ts'

export interface Memo {
  /** true the second time it is asked about a question that was answered with nothing */
  knows(digest: string): boolean
  add(digest: string): void
  /** how sure the model was of a pair; null: not at all; undefined: it was not asked */
  told(digest: string): Confidence | null | undefined
  tell(digest: string, confidence: Confidence | null): void
  digest(question: string, bytes: Buffer | string): string
}

/** Digests kept: some 100 bytes each. Beyond, all are forgotten, which only costs time. */
const MOST = 200_000

export function openMemo(): Memo {
  const { hash } = process.getBuiltinModule('node:crypto')
  const known = new Set<string>()
  const answers = new Map<string, Confidence | null>()
  return {
    knows: digest => known.has(digest),
    add(digest) {
      if (known.size >= MOST) known.clear()
      known.add(digest)
    },
    told: digest => answers.get(digest),
    tell(digest, confidence) {
      if (answers.size >= MOST) answers.clear()
      answers.set(digest, confidence)
    },
    // sha1 with git's own trust in it would do; sha256 is as fast where the processor has it
    digest: (question, bytes) => question + hash('sha256', bytes, 'base64'),
  }
}

const memos = new WeakMap<object, Memo>()

/** One for all that the same detectors look at along a history. */
export function memoOf(detectors: object): Memo {
  const known = memos.get(detectors) ?? openMemo()
  memos.set(detectors, known)
  return known
}

/** The same, where a history is being looked at; a hook's few contents repeat nothing. */
export function memoIfAny(detectors: object): Memo | undefined {
  return memos.get(detectors)
}

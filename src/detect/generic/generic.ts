/** Keyword hits in a layer → what the generic rules find there: pairs, those that are surely nothing left out, judged. */
import type { Confidence } from '../../model.ts'
import type { Span } from '../layer.ts'
import type { Memo } from '../memo.ts'
import { isLarge, latin1, type Text } from '../text.ts'
import { isDrawn } from './drawn.ts'
import { AROUND as AROUND_LINE, askedOfPath, lineOf, type Sample } from './features.ts'
import { type Kind, kindOf } from './kind.ts'
import { confidenceOf, type Model, scoreOf } from './model.ts'
import type { Pair } from './pair.ts'
import { isDoubtful, isNone } from './reject.ts'
import { nameAround, pairsAt } from './scanner.ts'

/** A value that is told, in bytes of the layer. */
export interface Told {
  kind: Kind
  confidence: Confidence
  value: Span
  /** from the name to the value's end */
  match: Span
}

/** `hits`: offsets of keywords, ascending. The model is loaded when the first pair needs it. */
export function toldIn(
  text: Text,
  hits: number[],
  path: string | undefined,
  model: () => Model,
  memo?: Memo,
): Told[] {
  const told: Told[] = []
  for (const { view, base, pair } of pairsIn(text, hits)) {
    const value = view.slice(...pair.value)
    if (isNone(view, pair, value, path)) continue
    const confidence = confidenceIn({ text: view, pair, path }, value, model, memo)
    if (confidence) told.push(toldOf(view, base, pair, confidence))
  }
  return told
}

/** What was said of the same pair among the same text is said again. */
function confidenceIn(sample: Sample, value: string, model: () => Model, memo?: Memo): Confidence | null {
  if (!memo) return judged(sample, value, model())
  const digest = digestOf(memo, sample.text, sample.pair, sample.path)
  const known = memo.told(digest)
  if (known !== undefined) return known
  const confidence = judged(sample, value, model())
  memo.tell(digest, confidence)
  return confidence
}

function judged(sample: Sample, value: string, model: Model): Confidence | null {
  const { text, pair } = sample
  const guess = confidenceOf(scoreOf(sample, model), model)
  const sure = guess ?? (isDrawn(text.slice(...pair.name), value) ? 'low' : null)
  return sure && isDoubtful(text, pair, value) ? 'low' : sure
}

/** Of all that the model looks at: the pair where it stands among its lines and those near them (features.ts). */
function digestOf(memo: Memo, view: string, pair: Pair, path = ''): string {
  const line = lineOf(view, pair)
  const start = Math.max(0, line[0] - AROUND_LINE)
  const seen = view.slice(start, line[1] + AROUND_LINE)
  const { name, value, quote, index, typed, escaped, wrapper, separator } = pair
  const places = [...line, ...name, ...value].map(at => at - start)
  const answers = askedOfPath(path).join('')
  const question = JSON.stringify([answers, places, index, quote, typed, escaped, wrapper, separator])
  return memo.digest(question, seen)
}

interface Seen {
  /** the bytes as characters, from `base` on */
  view: string
  base: number
  pair: Pair
}

/** Every value once, however many words its name holds. Shared with the training. */
export function* pairsIn(text: Text, hits: number[]): Generator<Seen> {
  let named = -1
  let valued = -1
  for (const hit of hits) {
    if (hit < named) continue
    const { view, base } = viewAround(text, hit)
    named = base + nameAround(view, hit - base)[1]
    for (const pair of pairsAt(view, hit - base)) {
      if (base + pair.value[0] <= valued) continue
      valued = base + pair.value[0]
      yield { view, base, pair }
    }
  }
}

/** Far more than a pair and its surroundings take. */
const AROUND = 8192

function viewAround(text: Text, hit: number): { view: string; base: number } {
  if (!isLarge(text)) return { view: text.whole(), base: 0 }
  const base = Math.max(0, hit - AROUND)
  return { view: latin1(text, base, Math.min(text.bytes.length, hit + AROUND)), base }
}

function toldOf(view: string, base: number, pair: Pair, confidence: Confidence): Told {
  return {
    kind: kindOf(view.slice(...pair.name), pair.separator),
    confidence,
    value: [base + pair.value[0], base + pair.value[1]],
    match: [base + pair.name[0], base + pair.value[1]],
  }
}

/** `{a,b}` and `{1..3}` of bash and zsh: one word becomes several, before anything else is expanded. */
import { UNKNOWN } from './marks.ts'
import { type Budget, spend } from './reader.ts'
import type { Part, Word } from './types.ts'

type Atom = Part | string

/** How many words one word may become; past it, one whose text is not known. */
const MOST = 256

/** The words that `word` stands for: itself where it has no braces. */
export function braces(word: Word, work: Budget): Word[] {
  if (!word.parts.some(part => part.kind === 'text' && !part.quoted && part.text.includes('{'))) return [word]
  const words = spread(word.parts.flatMap(atoms), { left: MOST, work })
  if (words === null) return [{ parts: [{ kind: 'text', text: UNKNOWN, quoted: true }] }]
  return words.map(list => ({ parts: joined(list) }))
}

function atoms(part: Part): Atom[] {
  return part.kind === 'text' && !part.quoted ? [...part.text] : [part]
}

/** null: more than can be looked at */
function spread(list: Atom[], budget: { left: number; work: Budget }): Atom[][] | null {
  spend(budget.work, 4 + list.length)
  const found = firstBraces(list)
  if (!found) return --budget.left < 0 ? null : [list]
  const all: Atom[][] = []
  for (const choice of found.choices) {
    const next = spread([...list.slice(0, found.from), ...choice, ...list.slice(found.to + 1)], budget)
    if (next === null || budget.left < 0) return null
    for (const one of next) all.push(one)
  }
  return all
}

/** The first `{` whose bracket closes and holds a comma or a range. */
function firstBraces(list: Atom[]): { from: number; to: number; choices: Atom[][] } | null {
  let looked = 0
  for (let from = list.indexOf('{'); from >= 0; from = list.indexOf('{', from + 1)) {
    if (++looked > MOST) return null
    const found = choicesAt(list, from)
    if (found) return { from, ...found }
  }
  return null
}

function choicesAt(list: Atom[], from: number): { to: number; choices: Atom[][] } | null {
  let open = 0
  let begin = from + 1
  const choices: Atom[][] = []
  for (let at = from; at < list.length; at++) {
    if (list[at] === '{') open++
    else if (list[at] === '}' && --open === 0) {
      choices.push(list.slice(begin, at))
      if (choices.length > 1) return { to: at, choices }
      const range = rangeOf(choices[0]!)
      return range ? { to: at, choices: range } : null
    } else if (list[at] === ',' && open === 1) {
      choices.push(list.slice(begin, at))
      begin = at + 1
    }
  }
  return null
}

function rangeOf(inner: Atom[]): Atom[][] | null {
  const text = inner.map(atom => (typeof atom === 'string' ? atom : '?')).join('')
  const found = /^(-?\d{1,6}|[A-Za-z])\.\.(-?\d{1,6}|[A-Za-z])(?:\.\.(-?\d{1,4}))?$/.exec(text)
  if (!found) return null
  const letters = /[A-Za-z]/.test(found[1]!)
  const [from, to] = [ordinal(found[1]!), ordinal(found[2]!)]
  const step = Math.max(1, Math.abs(Number(found[3] ?? 1)))
  if (Math.abs(to - from) / step > MOST) return [[UNKNOWN]]
  const values: Atom[][] = []
  for (let at = 0; at <= Math.abs(to - from); at += step) {
    const value = to < from ? from - at : from + at
    values.push([letters ? String.fromCharCode(value) : String(value)])
  }
  return values
}

function ordinal(text: string): number {
  return /[A-Za-z]/.test(text) ? text.charCodeAt(0) : Number(text)
}

function joined(list: Atom[]): Part[] {
  const parts: Part[] = []
  for (const atom of list) {
    const last = parts.at(-1)
    if (typeof atom !== 'string') parts.push(atom)
    else if (last?.kind === 'text' && !last.quoted)
      parts[parts.length - 1] = { ...last, text: last.text + atom }
    else parts.push({ kind: 'text', text: atom, quoted: false })
  }
  return parts
}

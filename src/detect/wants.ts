/** What stands near a keyword wherever it comes to anything, over all of its rules: made with the pack, so that no rule has to be read. */
import type { Rule } from './rule.ts'

/** By keyword. */
export interface Wants {
  /** the least that one of its rules wants of a run near (runs.ts); 0: one wants none */
  alnum: number[]
  wide: number[]
  /** how far from the keyword that may lie, in bytes */
  far: number[]
  /** 1: a name that the model is asked about; 2: nothing else; NEVER */
  scored: number[]
}

/** Its place is of no matter: its rules are asked by their runs, wherever it stands. */
export const NEVER = 3

export function wantsOf(rules: Rule[], keywordRules: number[][]): Wants {
  const wants: Wants = { alnum: [], wide: [], far: [], scored: [] }
  for (const indices of keywordRules) {
    const all = indices.map(index => rules[index]!)
    const others = all.filter(rule => !rule.scored && !rule.apart)
    const isScored = all.some(rule => rule.scored)
    const wantsNone = others.length === 0 || others.some(({ reach, run }) => reach === null || !run)
    wants.scored.push(isScored ? (others.length === 0 ? 2 : 1) : others.length === 0 ? NEVER : 0)
    wants.alnum.push(wantsNone ? 0 : Math.min(...others.map(rule => rule.run![0])))
    wants.wide.push(wantsNone ? 0 : Math.min(...others.map(rule => rule.run![1])))
    wants.far.push(wantsNone ? 0 : Math.max(...others.map(rule => rule.reach! * 4 + 64)))
  }
  return wants
}

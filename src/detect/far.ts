/** Keywords that matter far from where they stand: of rules whose match holds many lines, or whose keyword stands apart from it. */
import { FARTHEST } from './region.ts'
import type { Rule } from './rule.ts'
import type { Pack } from './scan.ts'

export interface FarWords {
  /** by keyword: 1 where it has to be known wherever it stands */
  far: Uint8Array
  /** by keyword: its rules whose keyword stands apart */
  apart: number[][]
  /** how far from the lines of an edit such a keyword may lie, in bytes */
  reach: number
}

const known = new WeakMap<Pack, FarWords>()

export function farWords(pack: Pack): FarWords {
  const words = known.get(pack) ?? wordsOf(pack)
  known.set(pack, words)
  return words
}

function wordsOf({ table }: Pack): FarWords {
  const apart = new Set(table.apart)
  const far = new Uint8Array(table.keywordRules.length)
  for (const keyword of table.far) far[keyword] = 1
  return {
    far,
    apart: table.keywordRules.map(rules => rules.filter(rule => apart.has(rule))),
    reach: FARTHEST,
  }
}

/** A match that holds more line breaks may have its keyword where no edit looks for one (zones.ts). */
const LINES = 2

/** Numbers of such keywords: told with the pack, so that a thread need not read two megabytes of rules to know. */
export function farKeywords(rules: Rule[], keywordRules: number[][]): number[] {
  return keywordRules.flatMap((indices, keyword) =>
    indices.some(index => isFar(rules[index]!)) ? [keyword] : [],
  )
}

function isFar({ apart, breaks, reach }: Rule): boolean {
  return apart === true || breaks === null || breaks > LINES || (breaks > 0 && reach === null)
}

/** Keywords that matter far from where they stand: of rules whose match holds many lines, or whose keyword stands apart from it. */
import { FARTHEST } from './region.ts'
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

/** A match that holds more line breaks may have its keyword where no edit looks for one (zones.ts). */
const LINES = 2

function wordsOf({ table }: Pack): FarWords {
  const isFar = Array.from({ length: table.count }, (_, index) => {
    const { apart, breaks, reach } = table.rule(index)
    return apart === true || breaks === null || breaks > LINES || (breaks > 0 && reach === null)
  })
  const apart = new Set(table.apart)
  return {
    far: Uint8Array.from(table.keywordRules, rules => Number(rules.some(rule => isFar[rule]))),
    apart: table.keywordRules.map(rules => rules.filter(rule => apart.has(rule))),
    reach: FARTHEST,
  }
}

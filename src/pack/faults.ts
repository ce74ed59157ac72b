/** What can be wrong with one object, known from its header and its bases alone. */

/** Index 0 is no fault; the others are said in problems and when the object is read. */
export const FAULTS = [
  '',
  'its header is malformed',
  'its delta base is not at the start of an entry of this pack',
  'its delta base is in no pack and not loose',
  'its delta bases form a circle',
  'its chain of delta bases is longer than 10,000',
  'one of its delta bases is broken',
  'its file is not that of a loose object',
  'its pack could not be read',
] as const

export const FAULT = {
  header: 1,
  baseOffset: 2,
  baseMissing: 3,
  circle: 4,
  chain: 5,
  base: 6,
  loose: 7,
  pack: 8,
} as const

// Models that `scripts/train.js --folds` made: each repository's windows are judged by the one that never saw it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BadInput } from './read.js'

/** The text of the model for a repository; undefined for one that was in no fold. Throws BadInput. */
export function readFolds(folder) {
  const file = join(folder, 'folds.json')
  const folds = parsed(file)
  const models = new Map()
  for (const fold of new Set(Object.values(folds))) {
    if (!Number.isInteger(fold)) throw new BadInput(`${file}: not what scripts/train.js --folds wrote`)
    models.set(fold, textOf(join(folder, `${fold}.json`)))
  }
  return repo => (Object.hasOwn(folds, repo) ? models.get(folds[repo]) : undefined)
}

function parsed(file) {
  try {
    return JSON.parse(textOf(file))
  } catch (error) {
    if (error instanceof BadInput) throw error
    throw new BadInput(`${file}: not JSON`)
  }
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new BadInput(`${file}: cannot be read: ${error.code}`)
  }
}

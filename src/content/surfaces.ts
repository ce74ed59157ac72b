/** Places of texts that are no files. */
import type { Place } from './types.ts'

/** A path, a branch, a tag. */
export const NAME: Place = { surface: 'name', obeyed: false, settings: false, gentle: false }

/** A message, a person's name. */
export const MESSAGE: Place = { surface: 'prose', obeyed: false, settings: false, gentle: false }

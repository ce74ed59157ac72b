/** The engines that load here: native re2 is optional, as in the field. `NODE_PATH` may point at one. */
import { type EngineName, engineStatus } from '../../src/detect/engine.ts'

export function engines(): EngineName[] {
  return engineStatus().reason === undefined ? ['js', 'native'] : ['js']
}

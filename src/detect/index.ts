/** What the rest of the program uses of the detector. */

export { addsNothing } from './changed.ts'
export { detect, gapText, type Located, maskText } from './detect.ts'
export type { Edit } from './edit.ts'
export { type EngineName, type EngineStatus, engineNamed, engineStatus } from './engine.ts'
export { detectHashed, type HashedCredential, type HashName } from './hashed.ts'
export { OWN_SECRET } from './held/candidates.ts'
export {
  type Gathered,
  type Held,
  type HeldFile,
  type HeldSecret,
  heldInEnvironment,
  heldInFile,
  openHeld,
  type Reading,
  withoutShown,
} from './held/held.ts'
export { STRETCHED_BYTES, stretchHeld } from './held/stretch.ts'
export { introduced } from './introduced.ts'
export { type Detectors, type LoadOptions, loadDetectors } from './load.ts'
export type { Gap } from './open/piece.ts'
export { checkRules, compileRules, withPrecheck } from './pack.ts'
export { fromPortable, type Portable, toPortable } from './portable.ts'
export type { Rule, RuleFile } from './rule.ts'
export { LENT_ROOM, lendMemory } from './skim/open.ts'
export { spelledIn } from './spelled.ts'
export { expand } from './template.ts'
export { lookEdited, lookWhole, type Traced } from './traced.ts'
export { openTrial, type Trial } from './trial.ts'

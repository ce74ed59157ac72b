/** What the rest of the program uses of the detector. */

export { addsNothing } from './changed.ts'
export { detect, gapText, maskText } from './detect.ts'
export { type EngineName, type EngineStatus, engineNamed, engineStatus } from './engine.ts'
export { introduced } from './introduced.ts'
export { type Detectors, type LoadOptions, loadDetectors } from './load.ts'
export type { Gap } from './open/piece.ts'
export { compileRules } from './pack.ts'
export type { Rule, RuleFile } from './rule.ts'

import { expand } from '../src/detect/template.ts'

let made = 0

/** A credential that a rule surely finds: another one with each call, the same ones in each run of a test file. */
export function secret(): string {
  made += 1
  return expand('sk_live_⟦\\h{36}⟧', made)
}

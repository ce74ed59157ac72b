/** How soon V8 compiles what a scan runs: of a small history that is a fifth of all work. */
import { setFlagsFromString } from 'node:v8'

/** In bytes of bytecode that a function runs through before it is looked at again; V8 11 takes 67,584. */
const BUDGET = 500_000

/**
 * Lets Node 20 wait with compiling until it is known what values a function sees: it would compile half of them twice. Later versions
 * compile in steps of their own, and have no such flag. Threads that start later do the same.
 */
export function compileLater(node: string): void {
  if (node.startsWith('20.')) setFlagsFromString(`--interrupt-budget=${BUDGET}`)
}

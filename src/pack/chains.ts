/** Deltas get the type of what they end on; chains that end on nothing are marked. */
import { breakEntry } from './entries.ts'
import { FAULT } from './faults.ts'
import type { ObjectTable } from './table.ts'

/** git writes at most 4095. */
const LONGEST_CHAIN = 10_000

/** Sets `type` of every delta, or its fault. Afterwards no chain of bases is a circle or too long. */
export function resolveChains(table: ObjectTable): void {
  const depth = new Uint16Array(table.count)
  const isOpen = new Uint8Array(table.count)
  const chain: number[] = []
  for (let n = 0; n < table.count; n++) {
    if (!isPending(table, n)) continue
    let at = n
    for (; isPending(table, at) && isOpen[at] === 0; at = table.base[at]!) {
      isOpen[at] = 1
      chain.push(at)
    }
    const fault = isOpen[at] && isPending(table, at) ? FAULT.circle : FAULT.base
    while (chain.length > 0) settle(table, chain.pop()!, depth, fault)
  }
}

/** A delta whose type is not known yet. */
function isPending(table: ObjectTable, n: number): boolean {
  return table.type[n] === 0 && table.base[n]! >= 0
}

function settle(table: ObjectTable, n: number, depth: Uint16Array, fault: number): void {
  const base = table.base[n]!
  const type = table.type[base]!
  depth[n] = depth[base]! + 1
  if (type === 0) breakEntry(table, n, fault)
  else if (depth[n]! > LONGEST_CHAIN) breakEntry(table, n, FAULT.chain)
  else table.type[n] = type
}

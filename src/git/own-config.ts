/** Switches of this clone, out of its own configuration file: asking git would cost each hook a process. */
import { join } from 'node:path'
import { textOf } from './state.ts'

/**
 * `git config portcullis.<name> true`, as git writes it into `<commonDir>/config`. Nothing else counts: no include, no file of the
 * user's or the machine's.
 */
export function isSwitchedOn(commonDir: string, name: string): boolean {
  const sections = (textOf(join(commonDir, 'config')) ?? '').split(/^\s*\[/m)
  const own = sections.filter(section => /^portcullis\]/i.test(section)).join('\n')
  const values = [...own.matchAll(/^\s*(\w[\w-]*)\s*(?:=\s*"?(\w*)"?\s*)?$/gm)]
  const last = values.findLast(([, key]) => key?.toLowerCase() === name.toLowerCase())
  return last !== undefined && /^(true|yes|on|1)$/i.test(last[2] ?? 'true')
}

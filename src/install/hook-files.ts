/** The hook files of a folder: what is there is kept and still runs, after us. */
import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshHook, hasCall, isShell, type Seat, withCall, withoutCall } from './block.ts'
import { EVENTS, type HookEvent } from './events.ts'
import type { Step } from './step.ts'

/** Hooks that are no shell script, or are switched off, lie here and are called from ours. */
const ASIDE = 'portcullis-chained'

/** Puts the call into every event's hook of `folder`. */
export function hookFileSteps(folder: string, seat: Seat): Step[] {
  return EVENTS.flatMap(event => addCall(folder, event, seat))
}

function addCall(folder: string, event: HookEvent, seat: Seat): Step[] {
  const path = join(folder, event)
  const aside = join(folder, ASIDE, event)
  const text = chainableText(path)
  if (isThere(aside)) return [{ do: 'write', path, text: chainingHook(event, seat), mode: 0o755 }]
  if (text !== null) return [{ do: 'write', path, text: withCall(text, event, seat) }]
  if (!isThere(path)) return [{ do: 'write', path, text: freshHook(event, seat), mode: 0o755 }]
  return [
    { do: 'move', from: path, to: aside },
    { do: 'write', path, text: chainingHook(event, seat), mode: 0o755 },
  ]
}

/** The text of a hook into which the call can be written: a regular, executable shell script (a link's target may serve others). */
function chainableText(path: string): string | null {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (!there?.isFile() || (there.mode & 0o111) === 0) return null
  const text = readFileSync(path, 'utf8')
  return isShell(text) ? text : null
}

function chainingHook(event: HookEvent, seat: Seat): string {
  const aside = `"\${0%/*}/${ASIDE}/${event}"`
  return `${freshHook(event, seat)}[ ! -x ${aside} ] || exec ${aside} "$@"\n`
}

/** Takes it out again: what was chained comes back, what was only ours goes. */
export function hookFileRemoval(folder: string): Step[] {
  return EVENTS.flatMap(event => removeCall(folder, event))
}

function removeCall(folder: string, event: HookEvent): Step[] {
  const path = join(folder, event)
  const aside = join(folder, ASIDE, event)
  if (isThere(aside)) {
    return [
      { do: 'write', path, text: null },
      { do: 'move', from: aside, to: path },
    ]
  }
  const there = lstatSync(path, { throwIfNoEntry: false })
  const text = there?.isFile() ? readFileSync(path, 'utf8') : ''
  if (!hasCall(text)) return []
  const rest = withoutCall(text)
  return [{ do: 'write', path, text: /^(#!\/bin\/sh)?\s*$/.test(rest) ? null : rest }]
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

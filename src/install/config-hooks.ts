/**
 * Hooks in the configuration (git 2.54 and newer): they run in every worktree, beside any hook file, and also where
 * core.hooksPath was turned away. Older git ignores the keys, so they never stand alone.
 */
import { join } from 'node:path'
import { EVENTS } from './events.ts'
import type { Step } from './step.ts'
import type { Survey } from './survey.ts'

export function configHookSteps({ commonDir }: Survey): Step[] {
  const shim = quote(join(commonDir, 'portcullis/hook'))
  return EVENTS.flatMap((event): Step[] => [
    { do: 'config', key: `hook.portcullis-${event}.event`, value: event },
    { do: 'config', key: `hook.portcullis-${event}.command`, value: command(shim, event) },
  ])
}

/** git hands it to a shell and appends "$@". The clone may have been moved since: then git is asked. */
function command(shim: string, event: string): string {
  const asked = '"$(git rev-parse --git-common-dir)/portcullis/hook"'
  return `h=${shim}; [ -f "$h" ] || h=${asked}; PORTCULLIS_SEAT=configuration sh "$h" ${event}`
}

function quote(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`
}

export function configHookRemoval(): Step[] {
  return EVENTS.flatMap((event): Step[] => [
    { do: 'config', key: `hook.portcullis-${event}.event`, value: null },
    { do: 'config', key: `hook.portcullis-${event}.command`, value: null },
  ])
}

/** The opt-in hook that sees every move of a ref, plumbing's too. Not one of EVENTS: nobody has it who did not ask. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../errors.ts'
import { script } from './package.ts'
import type { Step } from './step.ts'
import { hasConfigHooks, type Survey } from './survey.ts'

const EVENT = 'reference-transaction'
const KEY = `hook.portcullis-${EVENT}`

/** What git's own folder of hooks gets: it lies beside `portcullis/` in the common git directory. */
const CALL = `#!/bin/sh\nexec sh "\${0%/*}/../portcullis/${EVENT}" "$@"\n`

/** Throws UsageError where another tool owns that hook: with the line that calls ours from it. */
export function referenceSteps(survey: Survey): Step[] {
  const { commonDir, hooksPaths, gitVersion } = survey
  const body: Step = { do: 'write', path: join(commonDir, 'portcullis', EVENT), text: script(`${EVENT}.sh`) }
  if (hooksPaths.length > 0 && hasConfigHooks(gitVersion)) return [body, ...configured(commonDir)]
  const path = join(commonDir, 'hooks', EVENT)
  if (hooksPaths.length > 0) throw taken(`core.hooksPath is ${hooksPaths.at(-1)!.value}`, commonDir)
  if (existsSync(path) && readFileSync(path, 'utf8') !== CALL)
    throw taken(`${path} is there already`, commonDir)
  return [body, { do: 'write', path, text: CALL, mode: 0o755 }]
}

function configured(commonDir: string): Step[] {
  const shim = `'${join(commonDir, 'portcullis', EVENT).replaceAll("'", "'\\''")}'`
  return [
    { do: 'config', key: `${KEY}.event`, value: EVENT },
    { do: 'config', key: `${KEY}.command`, value: `sh ${shim}` },
  ]
}

function taken(why: string, commonDir: string): UsageError {
  const hint = `call it from your own ${EVENT} hook: sh ${join(commonDir, 'portcullis', EVENT)} "$@"`
  return new UsageError(`the ${EVENT} hook cannot be installed: ${why}`, { hint })
}

/** Undoes it, also where nobody asked for it. A hook that is not ours stays. */
export function referenceRemoval({ commonDir }: Survey): Step[] {
  const path = join(commonDir, 'hooks', EVENT)
  const isOurs = existsSync(path) && readFileSync(path, 'utf8') === CALL
  return [
    ...(isOurs ? [{ do: 'write', path, text: null } as const] : []),
    { do: 'write', path: join(commonDir, 'portcullis', EVENT), text: null },
    { do: 'config', key: `${KEY}.event`, value: null },
    { do: 'config', key: `${KEY}.command`, value: null },
  ]
}

/** husky runs `sh -e .husky/EVENT` from its own folder of hooks, `.husky/_`: one line in each file is enough. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { callLines, hasCall, withCall, withoutCall } from './block.ts'
import { EVENTS } from './events.ts'
import type { Step } from './step.ts'

export function huskySteps(folder: string): Step[] {
  return EVENTS.map(event => {
    const path = join(folder, event)
    const fresh = `${callLines(event, 'committed').join('\n')}\n`
    return {
      do: 'write',
      path,
      text: existsSync(path) ? withCall(readFileSync(path, 'utf8'), event, 'committed') : fresh,
    }
  })
}

export function huskyRemoval(folder: string): Step[] {
  return EVENTS.map(event => join(folder, event))
    .filter(path => existsSync(path) && hasCall(readFileSync(path, 'utf8')))
    .map(path => {
      const rest = withoutCall(readFileSync(path, 'utf8'))
      return { do: 'write', path, text: rest.trim() === '' ? null : rest }
    })
}

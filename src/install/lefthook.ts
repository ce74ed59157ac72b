/** lefthook owns the files in .git/hooks and writes them anew: only its configuration lasts. Ours is a file of its own that `extends` names. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EVENTS, type HookEvent } from './events.ts'
import type { Step } from './step.ts'

const OURS = '.portcullis/lefthook.yml'
const ITEM = `  - ${OURS} # portcullis`
const LIST = 'extends: # portcullis'

export function lefthookSteps(config: string): Step[] {
  return [
    { do: 'write', path: join(dirname(config), OURS), text: extension() },
    { do: 'write', path: config, text: withExtends(readFileSync(config, 'utf8')) },
  ]
}

export function lefthookRemoval(config: string): Step[] {
  return [
    { do: 'write', path: join(dirname(config), OURS), text: null },
    ...(existsSync(config) ? [writeBack(config)] : []),
  ]
}

function writeBack(config: string): Step {
  const lines = readFileSync(config, 'utf8').split('\n')
  return { do: 'write', path: config, text: lines.filter(line => line !== LIST && line !== ITEM).join('\n') }
}

function extension(): string {
  return `# written by \`portcullis init\`\n${EVENTS.map(entry).join('')}`
}

function entry(event: HookEvent): string {
  // without use_stdin lefthook keeps git's list of refs to itself
  const stdin = event === 'pre-push' ? '      use_stdin: true\n' : ''
  return `${event}:\n  commands:\n    portcullis:\n      run: sh .portcullis/hook ${event} {0}\n${stdin}`
}

function withExtends(text: string): string {
  if (text.includes(ITEM)) return text
  const lines = text.split('\n')
  const at = lines.findIndex(line => /^extends:\s*(#.*)?$/.test(line))
  if (at >= 0) lines.splice(at + 1, 0, ITEM)
  else lines.unshift(LIST, ITEM)
  return lines.join('\n')
}

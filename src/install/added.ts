/** The policy and the key: written once, then a person's. Removed only while they are what init wrote. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from './step.ts'
import type { Survey } from './survey.ts'

/** `texts` by file name below `.portcullis/`: those that are missing are written, and remembered. */
export function addedSteps(survey: Survey, texts: Record<string, string>): Step[] {
  const missing = Object.entries(texts).filter(([name]) => !existsSync(place(survey, name)))
  if (missing.length === 0) return []
  const added = {
    ...remembered(survey),
    ...Object.fromEntries(missing.map(([name, text]) => [name, digest(text)])),
  }
  return [
    ...missing.map(([name, text]): Step => ({ do: 'write', path: place(survey, name), text })),
    { do: 'write', path: list(survey), text: `${JSON.stringify(added)}\n` },
  ]
}

export function addedRemoval(survey: Survey): Step[] {
  const unchanged = Object.entries(remembered(survey)).filter(([name, known]) =>
    isUnchanged(place(survey, name), known),
  )
  return [
    ...unchanged.map(([name]): Step => ({ do: 'write', path: place(survey, name), text: null })),
    { do: 'write', path: list(survey), text: null },
  ]
}

function isUnchanged(path: string, known: string): boolean {
  return existsSync(path) && digest(readFileSync(path, 'utf8')) === known
}

function place({ root }: Survey, name: string): string {
  return join(root, '.portcullis', name)
}

function list({ commonDir }: Survey): string {
  return join(commonDir, 'portcullis/added.json')
}

function remembered(survey: Survey): Record<string, string> {
  try {
    return JSON.parse(readFileSync(list(survey), 'utf8')) as Record<string, string>
  } catch {
    return {} // no list, or no longer one: then nothing is ours to remove
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

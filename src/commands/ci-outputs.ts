/** What a GitHub job leaves for the steps after it: outputs and the step summary. Elsewhere: nothing. */
import { appendFileSync } from 'node:fs'
import type { Environment } from '../ci/event.ts'
import type { Decision } from '../model.ts'
import { entries } from '../report/entries.ts'

/** Appends to $GITHUB_OUTPUT and $GITHUB_STEP_SUMMARY; returns a sentence for each that cannot be written. */
export async function publish(decision: Decision, env: Environment): Promise<string[]> {
  const findings = entries(decision.findings).length
  const outputs = append(env, 'GITHUB_OUTPUT', `verdict=${decision.verdict}\nfindings=${findings}\n`)
  if (!env.GITHUB_STEP_SUMMARY) return outputs
  const { summary } = await import('../report/summary.ts')
  return [...outputs, ...append(env, 'GITHUB_STEP_SUMMARY', summary(decision))]
}

/** So that a step that looks at the output alone does not take an empty one for a pass. */
export function publishUndecided(env: Environment): void {
  append(env, 'GITHUB_OUTPUT', 'verdict=undecided\nfindings=\n')
}

function append(env: Environment, variable: string, text: string): string[] {
  const file = env[variable]
  if (!file) return []
  try {
    appendFileSync(file, text)
    return []
  } catch (error) {
    return [`cannot write ${variable}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`]
  }
}

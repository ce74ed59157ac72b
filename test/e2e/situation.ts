/** A test by situation: each gets a copy of a repository that `init` set up, and is searched for planted secrets at its end. */
import { afterAll, beforeAll, test } from 'vitest'
import { actorFrom } from '../../src/policy/actor.ts'
import { play, type Scenario, Skip } from '../scenarios/harness.ts'
import type { Result } from '../scenarios/process.ts'
import { makeTemplate, removeAll, type Template } from '../scenarios/template.ts'

export type { Scenario } from '../scenarios/harness.ts'
export { enforcePolicy } from '../scenarios/waiver.ts'

export const AGENT = { CLAUDECODE: '1' }

/** Under an agent every actor is one (its process is among ours): what people may do cannot be tried there. */
export const UNDER_AGENT = actorFrom({}).kind === 'agent'

export type Situation = (title: string, run: (s: Scenario) => Promise<void>) => void

/** To be called once a file: makes the repository, and gives what declares a test on a copy of it. */
export function situations(): { situation: Situation; byPerson: Situation; template: () => Template } {
  let template: Template
  beforeAll(async () => {
    template = await makeTemplate()
  })
  afterAll(() => template && removeAll(template.root))
  const situation: Situation = (title, run) => {
    test(title, { timeout: 120_000 }, async context => {
      try {
        await play({ title, run }, template, 'js')
      } catch (error) {
        if (error instanceof Skip) return context.skip(error.message)
        throw error
      }
    })
  }
  const byPerson: Situation = (title, run) =>
    UNDER_AGENT ? test.skip(`${title} (not under an agent)`) : situation(title, run)
  return { situation, byPerson, template: () => template }
}

/** What is told about the parts of a JSON report that tests ask for. */
export interface Report {
  verdict: string
  findings: {
    ruleId: string
    category: string
    confidence: string
    verdict: string
    path?: string
    line?: number
    commit?: string
    remedy: string
    message: string
  }[]
  suppressed: {
    ruleId: string
    path?: string
    suppression: { kind: string; reason: string; source: string; trusted: boolean }
  }[]
  coverage: {
    commits: number
    blobs: number
    skipped: { path: string; reason: string }[]
    unread: { path: string; reason: string }[]
  }
}

/** The JSON report on stdout. */
export function reportOf({ stdout, output }: Result): Report {
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Error(`no JSON report: ${output}`)
  }
}

/** A password that a rule of confidence `medium` finds: made of random syllables, no known one. */
export function assignPassword(s: Scenario): string {
  return `password = "${s.secret('aws-secret').slice(0, 22)}"`
}

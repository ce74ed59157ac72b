import { beforeAll, describe, expect, it } from 'vitest'
import { clouds } from './clouds.ts'
import { commands } from './commands.ts'
import { databases } from './databases.ts'
import { desktop } from './desktop.ts'
import { dotfiles } from './dotfiles.ts'
import { frameworks } from './frameworks.ts'
import { hashes } from './hashes.ts'
import { networks } from './networks.ts'
import { quiet } from './quiet.ts'
import { riskLines, type Sample } from './sample.ts'
import { type Reported, scanSamples } from './scan.ts'
import { servers } from './servers.ts'

const loud = [dotfiles, databases, desktop, hashes, frameworks, servers, clouds, networks, commands].flat()
const all = [...loud, ...quiet]
const reported = new Map<Sample, Reported[]>()

beforeAll(() => {
  scanSamples(all).forEach((lines, index) => {
    reported.set(all[index]!, lines)
  })
})

describe('formats that hold credentials', () => {
  it('are at least 60', () => {
    expect(new Set(loud.map(({ format }) => format)).size).toBeGreaterThanOrEqual(60)
  })

  it.each(loud.map(one => [one.format, one.path, one] as const))(
    '%s: every credential of %s and no other line',
    (_, __, one) => {
      expect(riskLines(one).length).toBeGreaterThan(0)
      expect(linesOf(one)).toEqual(riskLines(one))
    },
  )
})

describe('what looks like one', () => {
  it.each(quiet.map(one => [one.format, one.path, one] as const))('%s (%s) is silent', (_, __, one) => {
    expect(reported.get(one)).toEqual([])
  })
})

function linesOf(one: Sample): number[] {
  const lines = (reported.get(one) ?? []).map(({ line }) => line)
  return [...new Set(lines)].sort((a, b) => a - b)
}

/** Writes samples to a folder and asks the executable about all of them in one run. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expand } from '../../src/detect/template.ts'
import { type Sample, unmarked } from './sample.ts'

const BIN = join(import.meta.dirname, '../../bin/portcullis.js')

interface Place {
  path: string
  line: number
}

interface Found extends Place {
  ruleId: string
  occurrences: Place[]
}

export interface Reported {
  line: number
  rule: string
}

/** By each sample's place in the list: what is reported in it. A folder of its own each: some share a name. */
export function scanSamples(samples: Sample[]): Reported[][] {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-formats-'))
  try {
    samples.forEach((one, index) => {
      writeAt(join(folder, String(index), one.path), expand(unmarked(one), index + 1))
    })
    return samples.map((_, index) => reportedIn(join(folder, String(index)), scan(folder)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const scans = new Map<string, Found[]>()

function scan(folder: string): Found[] {
  const known = scans.get(folder) ?? (JSON.parse(run(folder)) as { findings: Found[] }).findings
  scans.set(folder, known)
  return known
}

/** Findings make it exit 1; the report is on stdout all the same. */
function run(folder: string): string {
  try {
    return execFileSync(process.execPath, [BIN, 'scan', '--files', folder, '--format', 'json'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    })
  } catch (error) {
    const { stdout, status } = error as { stdout: string; status: number }
    if (status !== 1) throw error
    return stdout
  }
}

function reportedIn(folder: string, findings: Found[]): Reported[] {
  return findings.flatMap(({ ruleId, occurrences }) =>
    occurrences
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .map(({ line }) => ({ line, rule: ruleId })),
  )
}

function writeAt(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

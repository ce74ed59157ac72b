/** The options of every command that ends in a report, and what they mean to `enforce`. */
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Command, Option } from 'commander'
import type { Output } from '../enforce.ts'
import { UsageError } from '../errors.ts'
import { formats, reportTarget } from '../report/render.ts'

export interface OutputFlags {
  format?: string
  report: { format: string; file: string }[]
  failOn: 'deny' | 'warn'
  quiet?: boolean
  progress: boolean
}

export function withOutput(command: Command): Command {
  return command
    .addOption(new Option('--format <name>', 'what standard output gets').choices(formats))
    .addOption(
      new Option('--report <format=file>', 'write one more report to a file (repeatable)')
        .argParser(addReport)
        .default([], 'none'),
    )
    .addOption(
      new Option('--fail-on <verdict>', 'exit 1 from here on').choices(['deny', 'warn']).default('deny'),
    )
    .option('-q, --quiet', 'print nothing when there is nothing to say')
    .option('--no-progress', 'no progress on standard error')
}

export function outputOf(flags: OutputFlags, format: string): Output {
  return {
    format: flags.format ?? format,
    reports: flags.report,
    to: 'out',
    failOn: flags.failOn,
    quiet: flags.quiet === true,
    progress: flags.progress,
  }
}

function addReport(value: string, before: OutputFlags['report']): OutputFlags['report'] {
  const target = reportTarget(value)
  refuseMissingFolder(target.file)
  return [...before, target]
}

/** Asked before the work: a long scan should not end with its report nowhere. */
function refuseMissingFolder(file: string): void {
  const folder = dirname(file)
  if (existsSync(folder)) return
  throw new UsageError(`cannot write the report: there is no folder "${folder}"`, {
    subject: file,
    hint: `mkdir -p ${folder}`,
  })
}

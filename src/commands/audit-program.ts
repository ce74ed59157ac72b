/** The options of `portcullis audit …`; each command is loaded when it is called. */
import { type Command, Option } from 'commander'
import type { Io } from '../enforce.ts'
import type { ExitCode } from '../model.ts'

type End = (exit: ExitCode) => void

export function addAudit(root: Command, io: Io, end: End): void {
  const audit = root.command('audit').description('what was decided here: read it, check it, hand it on')
  addLog(audit, io, end)
  addShow(audit, io, end)
  addVerify(audit, io, end)
  addExport(audit, io, end)
  addReport(audit, io, end)
  addPrune(audit, io, end)
  addCheckpoint(audit, io, end)
}

function addLog(audit: Command, io: Io, end: End): void {
  audit
    .command('log')
    .description('one line a record, oldest first')
    .option('--since <date>', 'from then on')
    .option('--verdict <verdict>', 'allow, warn, ask or deny')
    .option('--actor <kind>', 'human, agent, ci or unknown')
    .option('--event <name>', 'decision, bypass.detected, …; a family: approval.')
    .option('--json', 'whole records, one a line')
    .addHelpText(
      'after',
      '\nExamples:\n  portcullis audit log --verdict deny --since 2026-11-01\n  portcullis audit log --event bypass.detected',
    )
    .action(async flags => end(await (await import('./audit-log.ts')).auditLog(flags, io)))
}

function addShow(audit: Command, io: Io, end: End): void {
  audit
    .command('show <id>')
    .description('the records of one decision or request, or of one number, whole')
    .addHelpText('after', '\nExamples:\n  portcullis audit show 412')
    .action(async (id: string) => end(await (await import('./audit-log.ts')).auditShow(id, io)))
}

function addVerify(audit: Command, io: Io, end: End): void {
  audit
    .command('verify')
    .description('does the chain hold, and up to which record does something outside of it say so')
    .option('--remote <name>', 'ask this remote for its anchors: the default branch and checkpoints')
    .option('--anchor <seq:hash>', 'a record as you have it from somewhere else (repeatable)', collect, [])
    .option('--json', 'one object')
    .addHelpText('after', VERIFY_HELP)
    .action(async flags => end(await (await import('./audit-verify.ts')).auditVerify(flags, io)))
}

const VERIFY_HELP = `
Exit codes: 0 it holds as far as told, 1 it does not, 3 there is no log.

Examples:
  portcullis audit verify --remote origin
  portcullis audit verify --anchor 412:9f86d081a2b3`

function addExport(audit: Command, io: Io, end: End): void {
  audit
    .command('export')
    .description('the records for another system, on standard output')
    .addOption(
      new Option('--format <name>', 'the form')
        .choices(['jsonl', 'csv', 'ocsf', 'otlp', 'cef'])
        .default('jsonl'),
    )
    .option('--since <date>', 'from then on')
    .option('--send <url>', 'to an OTLP/HTTP endpoint instead (with --format otlp)')
    .addHelpText('after', EXPORT_HELP)
    .action(async flags => end(await (await import('./audit-export.ts')).auditExport(flags, io)))
}

const EXPORT_HELP = `
Examples:
  portcullis audit export --format csv --since 2026-11-01 > november.csv
  portcullis audit export --format cef | logger -t portcullis
  portcullis audit export --format otlp --send http://localhost:4318/v1/logs`

function addReport(audit: Command, io: Io, end: End): void {
  audit
    .command('report')
    .description('what the log says of the rules: as Markdown, or as a page of its own')
    .option('--html <file>', 'one file that asks for nothing from anywhere')
    .option('--md', 'Markdown on standard output, for a pull request (default)')
    .option('--since <date>', 'from then on')
    .option('--remote <name>', 'ask this remote for its anchors, as verify does')
    .addHelpText('after', REPORT_HELP)
    .action(async flags => end(await (await import('./audit-report.ts')).auditReport(flags, io)))
}

const REPORT_HELP = `
Examples:
  portcullis audit report --html november.html --since 2026-11-01
  portcullis audit report --md >> "$GITHUB_STEP_SUMMARY"`

function addPrune(audit: Command, io: Io, end: End): void {
  audit
    .command('prune')
    .description('take away old sealed segments; a record of it stays')
    .option('--before <date>', 'those that end before it')
    .option('--keep-days <n>', 'those that end more than so many days ago (default: 400)')
    .addHelpText('after', '\nExamples:\n  portcullis audit prune --keep-days 400')
    .action(async flags => end(await (await import('./audit-prune.ts')).auditPrune(flags, io)))
}

function addCheckpoint(audit: Command, io: Io, end: End): void {
  audit
    .command('checkpoint')
    .description("the log's last record as a commit on refs/portcullis/checkpoints/…")
    .option('--push <remote>', 'and send it there')
    .addHelpText('after', '\nExamples:\n  portcullis audit checkpoint --push origin')
    .action(async flags => end(await (await import('./audit-checkpoint.ts')).auditCheckpoint(flags, io)))
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

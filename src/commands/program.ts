/** Every command but the hooks: names, options, help. A command is a function of its options and the Io; it returns an exit code. */
import { Command, CommanderError, Option } from 'commander'
import type { Io, Output } from '../enforce.ts'
import { UsageError } from '../errors.ts'
import type { ExitCode } from '../model.ts'
import { FORMATS } from '../report/formats.ts'
import { VERSION } from '../version.ts'

const EXIT_CODES = `
Exit codes:
  0  allowed or clean (warnings included, unless --fail-on warn)
  1  blocked: denied, approval needed, or a scan found something
  2  wrong usage or configuration
  3  could not decide: something was not looked at`

/** Parses argv and runs the command. Help and version end with 0, anything commander refuses with 2. */
export async function program(args: string[], io: Io): Promise<ExitCode> {
  const ended: { exit: ExitCode } = { exit: 0 }
  const root = describe(io, ended)
  try {
    await root.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
    return ended.exit
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : 2
  }
}

interface Ended {
  exit: ExitCode
}

function describe(io: Io, ended: Ended): Command {
  const root = new Command('portcullis')
    .description('A gate for git: finds credentials, moves of protected branches and edits outside the allowed paths.')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES)
  addScan(root, io, ended)
  addCi(root, io, ended)
  addInit(root, io, ended)
  addDoctor(root, io, ended)
  addBaseline(root, io, ended)
  addPolicy(root, io, ended)
  addHook(root)
  return root
}

function addScan(root: Command, io: Io, ended: Ended): void {
  const scan = root
    .command('scan [repo]')
    .description('scan the whole history of a repository, all refs (the default), or what an option names')
    .option('--staged', 'what is staged, as a commit would take it')
    .option('--range <A..B>', 'every commit of B that A has not')
    .option('--worktree', 'tracked and untracked files as they lie in the working tree')
    .option('--stdin', 'standard input')
    .option('--files <path...>', 'files and folders as they lie on disk, in git or not')
    .addHelpText(
      'after',
      `
Examples:
  portcullis scan                          every blob and message of this repository
  portcullis scan ../app --format sarif > app.sarif
  portcullis scan --range origin/main..HEAD
  git show HEAD:config.yml | portcullis scan --stdin`,
    )
  withOutput(scan).action(async (repo: string | undefined, flags) => {
    const { scan } = await import('./scan.ts')
    ended.exit = await scan(repo, flags, outputOf(flags), io)
  })
}

interface OutputFlags {
  format: string
  report: { format: string; file: string }[]
  failOn: 'deny' | 'warn'
  quiet?: boolean
  progress: boolean
}

/** The options of every command that ends in a report. */
function withOutput(command: Command): Command {
  return command
    .addOption(new Option('--format <name>', 'what standard output gets').choices(FORMATS).default('pretty'))
    .option('--report <format=file>', 'write one more report to a file (repeatable)', collectReport, [])
    .addOption(new Option('--fail-on <verdict>', 'exit 1 from here on').choices(['deny', 'warn']).default('deny'))
    .option('-q, --quiet', 'print nothing when there is nothing to say')
    .option('--no-progress', 'no progress on standard error')
}

function collectReport(value: string, before: OutputFlags['report']): OutputFlags['report'] {
  const at = value.indexOf('=')
  const format = value.slice(0, at)
  if (at < 1 || at === value.length - 1 || !FORMATS.includes(format))
    throw new UsageError(`--report '${value}' is not FORMAT=FILE`, { hint: `FORMAT is one of ${FORMATS.join(', ')}` })
  return [...before, { format, file: value.slice(at + 1) }]
}

function outputOf(flags: OutputFlags): Output {
  return {
    format: flags.format,
    reports: flags.report,
    to: 'out',
    failOn: flags.failOn,
    quiet: flags.quiet === true,
    progress: flags.progress,
  }
}

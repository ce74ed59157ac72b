/** Every command but the hooks: names, options, help. A command is a function of its options and the Io; it returns an exit code. */
import { Command, CommanderError } from 'commander'
import type { Io } from '../enforce.ts'
import { UsageError } from '../errors.ts'
import { parseShard } from '../history/shard.ts'
import type { ExitCode } from '../model.ts'
import { VERSION } from '../version.ts'
import { addAgent } from './agent/program.ts'
import { outputOf, withOutput } from './output.ts'
import { addRules } from './rules/program.ts'

const EXIT_CODES = `
Exit codes:
  0  allowed or clean (warnings included, unless --fail-on warn)
  1  blocked: denied, approval needed, or a scan found something
  2  wrong usage or configuration
  3  could not decide: something was not looked at`

/** The end of a command, told to `program` from inside commander's action. */
type End = (exit: ExitCode) => void

/** Parses argv and runs the command. Help and version end with 0, anything commander refuses with 2. */
export async function program(args: string[], io: Io): Promise<ExitCode> {
  let ended: ExitCode = 0
  const root = describe(io, exit => {
    ended = exit
  })
  try {
    await root.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
    return ended
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : 2
  }
}

function describe(io: Io, end: End): Command {
  const root = new Command('portcullis')
    .description(
      'A gate for git: finds credentials, moves of protected branches and edits outside the allowed paths.',
    )
    .version(VERSION, '-V, --version')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES)
  for (const add of [
    addInit,
    addScan,
    addCi,
    addBaseline,
    addPolicy,
    addAgent,
    addRules,
    addReport,
    addDoctor,
    addHook,
  ])
    add(root, io, end)
  return root
}

function addInit(root: Command, io: Io, end: End): void {
  root
    .command('init')
    .description('set up this repository: policy, hooks for the manager it uses, next steps')
    .option('--remove', 'take away exactly what init added')
    .option('--dry-run', 'say what would be done')
    .addHelpText('after', '\nExamples:\n  npx portcullis init\n  npx portcullis init --dry-run')
    .action(async flags => end(await (await import('./setup.ts')).runInit(flags, io)))
}

function addScan(root: Command, io: Io, end: End): void {
  const scan = root
    .command('scan [repo]')
    .description('scan the whole history of a repository, all refs, or what an option names')
    .option('--staged', 'what is staged, as a commit would take it')
    .option('--range <A..B>', 'every commit of B that A has not')
    .option('--worktree', 'tracked and untracked files as they lie in the working tree')
    .option('--stdin', 'standard input')
    .option('--files <path...>', 'files and folders as they lie on disk, in git or not')
    .option('--shard <I/N>', 'one of N parts of the whole history, for a machine of its own', shard =>
      parseShard(shard),
    )
    .option('--reflog', 'also what only a reflog reaches: amended, rebased, dropped, stashed')
    .option('--unreachable', 'also every object that nothing reaches any more')
    .option('--verify', 'also every checksum of the object store and every id')
    .option('--no-cache', 'look again at what an earlier scan here found nothing in, and remember nothing')
    .addHelpText('after', SCAN_EXAMPLES)
  withOutput(scan).action(async (repo: string | undefined, flags) =>
    end(await (await import('./scan.ts')).scan(repo, flags, outputOf(flags, 'pretty'), io)),
  )
}

const SCAN_EXAMPLES = `
Examples:
  portcullis scan                          every blob and message of this repository
  portcullis scan ../app --format sarif > app.sarif
  portcullis scan --range origin/main..HEAD --report json=found.json
  portcullis scan --shard 2/8 --report json=2.json     for 'portcullis report merge'
  git show HEAD:config.yml | portcullis scan --stdin`

function addCi(root: Command, io: Io, end: End): void {
  const ci = root
    .command('ci')
    .description("judge a pull request or push in CI, every commit, by the base's policy")
    .option('--base <rev>', 'where the change starts (default: from the CI environment)')
    .option('--head <rev>', 'where it ends')
    .addHelpText(
      'after',
      '\nExamples:\n  portcullis ci\n  portcullis ci --base origin/main --head HEAD --report sarif=out.sarif',
    )
  withOutput(ci).action(async flags => end(await (await import('./ci-run.ts')).runCi(flags, io)))
}

function addBaseline(root: Command, io: Io, end: End): void {
  root
    .command('baseline <action>')
    .description('credentials already known: create, update, prune or show .portcullis/baseline.json')
    .option('--reason <text>', 'why these may stay (create and update need one)')
    .addHelpText('after', "\nExamples:\n  portcullis baseline create --reason 'rotated 2026-10, see OPS-12'")
    .action(async (action: string, flags) =>
      end(await (await import('./baseline-run.ts')).runBaseline(action, flags, io)),
    )
}

function addPolicy(root: Command, io: Io, end: End): void {
  const policy = root.command('policy').description('check, explain or test the policy in force here')
  const run = async (name: 'check' | 'explain' | 'test', flags: Record<string, unknown>) =>
    end(await (await import('./policy-run.ts')).runPolicy(name, flags, io))
  policy
    .command('check')
    .description('validate the policy file and its examples')
    .action(() => run('check', {}))
  policy
    .command('test')
    .description('run every [[examples]] entry and print each')
    .action(() => run('test', {}))
  policy
    .command('explain [paths...]')
    .description('which clauses speak about an operation, and what they say')
    .option('--actor <kind>', 'human, agent, ci or unknown', 'unknown')
    .option('--operation <kind>', 'commit, push, create, force, delete, move, merge or edit', 'commit')
    .option('--ref <ref>', 'the branch or tag')
    .addHelpText(
      'after',
      '\nExamples:\n  portcullis policy explain --actor agent --operation push --ref main\n  portcullis policy explain .github/workflows/ci.yml',
    )
    .action((paths: string[], flags) => run('explain', { ...flags, paths }))
}

function addReport(root: Command, io: Io, end: End): void {
  const report = root.command('report').description('what to do with reports that are written')
  const merge = report
    .command('merge <file...>')
    .description('one report from the JSON reports of all shards of a repository, or of many repositories')
    .option('--repositories <n>', 'how many there must be: one that is missing is exit 3', wholeNumber)
    .addHelpText('after', MERGE_EXAMPLES)
  withOutput(merge).action(async (files: string[], flags) =>
    end(await (await import('./report.ts')).mergeCommand(files, flags, outputOf(flags, 'pretty'), io)),
  )
}

const MERGE_EXAMPLES = `
A folder stands for every .json file below it. A missing, doubled or foreign shard is exit 3; what was found is printed all the same.

Examples:
  portcullis report merge 1.json 2.json 3.json 4.json
  portcullis report merge shards --report sarif=whole.sarif
  portcullis report merge reports --repositories 1000 --format markdown`

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new UsageError(`--repositories '${text}' is no count`, { hint: 'for example: --repositories 12' })
}

function addDoctor(root: Command, io: Io, end: End): void {
  root
    .command('doctor')
    .description(
      'prove, in every worktree, that each hook reaches Portcullis, and say how to mend what does not',
    )
    .action(async () => end(await (await import('./setup.ts')).runDoctor(io)))
}

/** Listed for people who look; the call itself never comes through here (cli.ts). */
function addHook(root: Command): void {
  root
    .command('hook <event>')
    .description("what git's hooks call: pre-commit, prepare-commit-msg, commit-msg, pre-push, …")
}

/** Every command but the hooks: names, options, help. A command is a function of its options and the Io; it returns an exit code. */
import { Command, CommanderError, Option } from 'commander'
import type { Io } from '../enforce.ts'
import { UsageError } from '../errors.ts'
import { parseShard } from '../history/shard.ts'
import type { ExitCode } from '../model.ts'
import { VERSION } from '../version.ts'
import { addAgent } from './agent/program.ts'
import { addAudit } from './audit-program.ts'
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
    addRequests,
    addApprove,
    addBaseline,
    addPolicy,
    addTask,
    addAgent,
    addRules,
    addReport,
    addAudit,
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
    .option('--reference-transaction', 'also stop plumbing that moves a branch to a commit nobody judged')
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
    .option('--target <branch>', 'where it is to land, for a range named here (default: the default branch)')
    .addOption(new Option('--forge <name>', 'ask it for approving reviews (network)').choices(['github']))
    .addHelpText(
      'after',
      '\nExamples:\n  portcullis ci\n  portcullis ci --base origin/main --head HEAD --report sarif=out.sarif',
    )
  withOutput(ci).action(async flags => end(await (await import('./ci-run.ts')).runCi(flags, io)))
}

function addRequests(root: Command, io: Io, end: End): void {
  const load = () => import('./approvals/requests.ts')
  root
    .command('requests')
    .description('what waits for a person here: commits and pushes whose verdict was "ask"')
    .option('--all', 'answered and expired ones, too')
    .addOption(
      new Option('--format <name>', 'what standard output gets')
        .choices(['pretty', 'json'])
        .default('pretty'),
    )
    .option('--wait <id>', 'until it is answered: exit 0 approved, 1 denied, 3 not in time')
    .option('--timeout <time>', 'how long (s, m, h)', '30m')
    .option('--prune', 'drop, here alone, what no longer counts')
    .addHelpText(
      'after',
      '\nExamples:\n  portcullis requests\n  portcullis requests --wait abcdefghij --timeout 10m',
    )
    .action(async flags => end(await (await load()).requests(flags, io)))
  root
    .command('deny <id>')
    .description('refuse a request: the same one is denied from now on')
    .requiredOption('--why <text>', 'what whoever asked will read')
    .addHelpText('after', "\nExamples:\n  portcullis deny abcdefghij --why 'not before the release'")
    .action(async (id: string, { why }) => end(await (await load()).deny(id, why, io)))
}

function addApprove(root: Command, io: Io, end: End): void {
  root
    .command('approve <request>')
    .description('a person says yes to exactly what is shown, signed with an enrolled SSH key')
    .option(
      '--key <file>',
      'the key to sign with (default: portcullis.approvalKey, user.signingKey, ~/.ssh, the agent)',
    )
    .option(
      '--confirm <digits>',
      'the last 4 characters of the digest shown, where there is no terminal to type them',
    )
    .option('--target <branch>', 'of a commit or range: where it is to land (default: the default branch)')
    .option(
      '--move <ref>',
      'not content but a move: the ref goes from the first commit of the range to its last',
    )
    .addHelpText('after', APPROVE_EXAMPLES)
    .action(async (what: string, flags) =>
      end(await (await import('./approvals/approve.ts')).approve(what, flags, io)),
    )
}

const APPROVE_EXAMPLES = `
A request's id, a commit (its own step), or a range BASE..HEAD (what would land). Everything shown is worked out anew from git's objects.

Examples:
  portcullis approve abcdefghij
  portcullis approve abcdefghij --key ~/.ssh/approvals
  portcullis approve origin/main..origin/agent/topic
  portcullis approve origin/release..HEAD --move release`

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
  const policy = root
    .command('policy')
    .description('check, explain, test or compare the policy in force here')
  const run = async (name: 'check' | 'explain' | 'test' | 'diff', flags: Record<string, unknown>) =>
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
    .command('diff [range]')
    .description('what a change of the policy loosens (exit 1) and tightens')
    .addHelpText(
      'after',
      '\nExamples:\n  portcullis policy diff                    the working copy against the trusted base\n  portcullis policy diff origin/main..HEAD',
    )
    .action((range: string | undefined) => run('diff', range === undefined ? {} : { range }))
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

function addTask(root: Command, io: Io, end: End): void {
  const task = root.command('task').description('confine the agents of this worktree, for some hours')
  const run = async (action: 'start' | 'show' | 'end', flags: Record<string, unknown>) =>
    end(await (await import('./task-run.ts')).runTask(action, flags, io))
  task
    .command('start')
    .description('a person says which paths and refs agents may touch here')
    .option('--paths <glob...>', 'paths they may touch; every other is denied')
    .option('--refs <glob...>', 'refs they may commit and push to')
    .option('--ttl <time>', 'how long: 30m, 4h, 2d', '4h')
    .option('--max-files <n>', 'how many files a change of theirs may touch, adding up')
    .addHelpText('after', TASK_EXAMPLES)
    .action(flags => run('start', flags))
  task
    .command('show')
    .description('what confines agents here now')
    .action(() => run('show', {}))
  task
    .command('end')
    .description('back to what the policy says')
    .action(() => run('end', {}))
}

const TASK_EXAMPLES = `
Examples:
  portcullis task start --paths 'src/billing/**' 'test/billing/**' --refs 'agent/**' --ttl 4h
  portcullis task start --max-files 20`

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

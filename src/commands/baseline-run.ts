/** `portcullis baseline …`: scans the whole history where the file changes, and says what became of it. */
import type { Io } from '../enforce.ts'
import { UsageError } from '../errors.ts'
import { evaluate } from '../evaluate.ts'
import { openRepo, type Repo } from '../git/run.ts'
import type { Decision, ExitCode } from '../model.ts'
import { history } from '../sources/history.ts'
import {
  type BaselineInput,
  createBaseline,
  pruneBaseline,
  showBaseline,
  updateBaseline,
} from './baseline.ts'
import { changeText, entriesText } from './baseline-text.ts'
import { openSession } from './session.ts'

const ACTIONS = ['create', 'update', 'prune', 'show']

/** Throws UsageError for an unknown action, in a bare repository, and as baseline.ts says. */
export async function runBaseline(action: string, flags: { reason?: string }, io: Io): Promise<ExitCode> {
  if (!ACTIONS.includes(action))
    throw new UsageError(`unknown action '${action}'`, { hint: `one of: ${ACTIONS.join(', ')}` })
  const repo = await openRepo(io.cwd, io.env)
  if (repo.worktree === null)
    throw new UsageError('a bare repository has no baseline file', {
      hint: 'run it in a clone with a working tree',
    })
  if (action === 'show') io.out(entriesText(showBaseline(repo.worktree), 'pretty'))
  else io.out(changeText(await change(action, await known(repo, repo.worktree, io), flags.reason)))
  return 0
}

function change(action: string, input: BaselineInput, reason: string | undefined) {
  const said = { reason, added: new Date().toISOString().slice(0, 10) }
  if (action === 'create') return createBaseline(input, said)
  return action === 'update' ? updateBaseline(input, said) : pruneBaseline(input)
}

/** Everything the history holds, suppressed or not: what is missing here counts as gone. */
async function known(repo: Repo, root: string, io: Io): Promise<BaselineInput> {
  const session = await openSession(repo, io)
  try {
    const operation = await history(repo, session.actor, { objects: session.objects })
    const decision = await evaluate(operation, session.loaded, session.detectors)
    refuseIncomplete(decision)
    const findings = [...decision.findings, ...decision.suppressed.map(({ finding }) => finding)]
    return { root, key: session.loaded.key, findings }
  } finally {
    session.objects.close()
  }
}

function refuseIncomplete({ coverage }: Decision): void {
  const [first] = coverage.unread
  if (first)
    throw new UsageError(`the history could not be read whole: ${first.path} ${first.reason}`, {
      hint: 'mend that first: a baseline of half a history would call the rest gone',
    })
}

/** `portcullis audit verify`: does the chain hold, and from where on would nobody know. */
import { type Anchored, compareAnchors } from '../audit/anchors.ts'
import { auditFolder } from '../audit/folder.ts'
import { segmentsIn } from '../audit/read.ts'
import { type Chain, type Problem, verifyChain } from '../audit/verify.ts'
import type { Io } from '../enforce.ts'
import { CoverageError } from '../errors.ts'
import { openRepo, type Repo } from '../git/run.ts'
import type { ExitCode } from '../model.ts'
import { visible } from '../report/escape.ts'
import { gatherAnchors } from './audit-anchors.ts'

export interface VerifyFlags {
  remote?: string
  anchor: string[]
  json?: boolean
}

const SHOWN = 20

/** What `verify` ends with, as one sentence: `internally consistent; …`, or that the chain is broken, and where first. */
export async function chainSentence(repo: Repo, remote?: string): Promise<string> {
  const { chain, anchored, problems } = await verified(repo, {
    given: [],
    ...(remote !== undefined && { remote }),
  })
  const [first] = problems
  if (first) return `broken: ${first.at === undefined ? '' : `${first.at}: `}${first.message}`
  return standing(chain, anchored)
}

async function verified(repo: Repo, asked: Parameters<typeof gatherAnchors>[1]) {
  const anchors = await gatherAnchors(repo, asked)
  const chain = verifyChain(auditFolder(repo.commonDir), new Set(anchors.map(({ seq }) => seq)))
  if (chain.records === 0 && chain.problems.length === 0) throw nothing(repo, anchors.length)
  const anchored = compareAnchors(chain, anchors)
  return { chain, anchored, problems: [...chain.problems, ...anchored.problems] }
}

/** 0: it holds, as far as told. 1: it does not. Throws CoverageError (3) where there is no record. */
export async function auditVerify(flags: VerifyFlags, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  const asked = { given: flags.anchor, ...(flags.remote !== undefined && { remote: flags.remote }) }
  const { chain, anchored, problems } = await verified(repo, asked)
  io.out(
    flags.json
      ? `${JSON.stringify(reportOf(chain, anchored, problems))}\n`
      : text(repo, chain, anchored, problems),
  )
  return problems.length === 0 ? 0 : 1
}

function nothing(repo: Repo, anchors: number): CoverageError {
  const left =
    anchors === 0 ? '' : `, but ${anchors} anchor${anchors === 1 ? '' : 's'} of records that were there`
  const hint = 'the first commit, push or scan after: npx portcullis init, writes the first record'
  return new CoverageError(`there is no audit log${left}`, { subject: auditFolder(repo.commonDir), hint })
}

function reportOf(chain: Chain, anchored: Anchored, problems: Problem[]) {
  const { log, records, first, last } = chain
  return {
    log,
    records,
    first,
    last,
    consistent: chain.problems.length === 0,
    anchoredUpTo: anchored.upTo,
    anchors: anchored.anchors,
    problems,
  }
}

function text(repo: Repo, chain: Chain, anchored: Anchored, problems: Problem[]): string {
  const segments = segmentsIn(auditFolder(repo.commonDir)).length
  const lines = [
    `audit log ${chain.log}: ${chain.records} records, ${chain.first} to ${chain.last}, in ${segments} segment${segments === 1 ? '' : 's'}`,
    ...problems
      .slice(0, SHOWN)
      .map(({ at, message }) => `FAIL  ${at === undefined ? '' : `${at}: `}${visible(message)}`),
    ...(problems.length > SHOWN ? [`      and ${problems.length - SHOWN} more`] : []),
    ...newest(anchored).map(anchor => `  ${anchor}`),
    ...(anchored.foreign > 0 ? [`  ${anchored.foreign} of other logs (other clones) not compared`] : []),
    problems.length > 0 ? 'the log does not hold' : standing(chain, anchored),
  ]
  return `${lines.join('\n')}\n`
}

/** The newest that counts, and the newest that does not. */
function newest({ anchors }: Anchored): string[] {
  const holding = anchors.filter(({ holds }) => holds)
  const kinds = [holding.findLast(({ beyond }) => beyond), holding.findLast(({ beyond }) => !beyond)]
  return kinds.flatMap(anchor => {
    if (!anchor) return []
    const counts = anchor.beyond ? '' : '; not counted: whoever can write the log can write that too'
    return [`record ${anchor.seq} is named by ${visible(anchor.where)}${counts}`]
  })
}

/** Never "verified": a chain that somebody computed anew is as consistent as this one. */
function standing(chain: Chain, { upTo }: Anchored): string {
  if (upTo === 0)
    return 'internally consistent; not anchored: a log that was cut off at its end or computed anew would look the same'
  if (upTo === chain.last) return `internally consistent; anchored up to its last record, ${upTo}`
  return `internally consistent; anchored up to record ${upTo}, not anchored since: what was cut off or computed anew after it does not show`
}

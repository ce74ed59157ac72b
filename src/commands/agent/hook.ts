/**
 * What coding agents call before and after each tool: `agent hook`, one JSON payload on stdin, the host's own answer on stdout. It runs on
 * every tool call, so what needs no git, no rules and no policy is answered before any of them is loaded. Ends with 0 or 2: to
 * most hosts everything else means "go on".
 */
import { block, json } from '../../agent/answers.ts'
import type { Act, Answer, Dialect, Fields, Ruling, ToolCall } from '../../agent/call.ts'
import { objectIn, textIn } from '../../agent/fields.ts'
import { type Quick, quickly } from '../../agent/quick.ts'
import { recognise } from '../../agent/recognise.ts'
import { actOf } from '../../agent/tools.ts'
import type { Io } from '../../enforce.ts'
import type { ExitCode } from '../../model.ts'

/** A larger payload is refused: nobody reads what an edit of this size does. */
const MOST_BYTES = 32_000_000
/** Hosts give up after 30 s at the earliest, and go on then. */
const DEADLINE_MS = 5000

export async function agentHook(io: Io, deadline = DEADLINE_MS): Promise<ExitCode> {
  const answer = await answerTo(io.stdin(MOST_BYTES + 1), io, deadline)
  if (answer.stdout !== '') io.out(answer.stdout)
  if (answer.stderr !== '') io.err(answer.stderr)
  return answer.exit
}

async function answerTo(bytes: Buffer, io: Io, deadline: number): Promise<Answer> {
  const payload = payloadOf(bytes)
  if (payload === null) return block(UNREADABLE)
  const dialect = recognise(payload)
  try {
    const call = dialect?.read(payload) ?? unknownCall(payload)
    const ruling = await inTime(rulingOf(call, io), deadline)
    return dialect === null
      ? answerUnknown(call, ruling)
      : dialect.answer(call, settled(call, ruling, dialect))
  } catch (error) {
    return failed(payload, dialect, error)
  }
}

function payloadOf(bytes: Buffer): Fields | null {
  if (bytes.length > MOST_BYTES) return null
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
  } catch {
    return null
  }
}

async function rulingOf(call: ToolCall, io: Io): Promise<Ruling> {
  const quick: Quick = await quickly(call, {
    home: io.env.HOME ?? io.env.USERPROFILE ?? '/',
    cwd: io.cwd,
    env: io.env,
  })
  if (quick.ruling !== null) return quick.ruling
  return (await import('./judging.ts')).judge(call, quick, io)
}

/** The host's own question is no approval; where it does not work, what must be asked is denied. */
function settled(call: ToolCall, ruling: Ruling, dialect: Dialect): Ruling {
  if (ruling.verdict !== 'ask' || dialect.canAsk(call)) return ruling
  return {
    ...ruling,
    verdict: 'deny',
    text: `${ruling.text}\nAsk your user to do this step, or to say how to go on.`,
  }
}

async function inTime<T>(work: Promise<T>, deadline: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), deadline)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Nothing that was not looked at passes. The reason names no path and no content: who knows what failed over it. */
async function failed(payload: Fields, dialect: Dialect | null, error: unknown): Promise<Answer> {
  const { formatError } = await import('../../report/error.ts')
  const isLate = error instanceof Error && error.message === 'late'
  const what = isLate ? LATE : formatError(error).text.trimEnd()
  const ruling: Ruling = { verdict: 'deny', text: `${what}\n${DOCTOR}` }
  try {
    if (dialect !== null) return dialect.answer(dialect.read(payload), ruling)
  } catch {
    // the payload itself is what fails: the answer that every host knows
  }
  return block(ruling.text)
}

/** Of a caller that we do not know: the fields that most hosts use. */
function unknownCall(payload: Fields): ToolCall {
  const tool = textIn(payload, 'tool_name', 'toolName', 'tool', 'name') ?? ''
  const input = objectIn(payload, 'tool_input', 'toolArgs', 'args', 'arguments', 'input')
  const act: Act = Object.keys(input).length === 0 ? { kind: 'none' } : actOf(tool, input)
  const cwd = textIn(payload, 'cwd')
  return { host: 'claude-code', event: 'unknown', act, tool, ...(cwd !== undefined && { cwd }) }
}

/** Reads and commands with nothing against them pass; whatever changes something, or says nothing that we understand, does not. */
function answerUnknown({ act }: ToolCall, { verdict, text }: Ruling): Answer {
  if (verdict === 'deny' || verdict === 'ask') return block(text)
  return act.kind === 'read' || act.kind === 'shell' ? json({}) : block(UNKNOWN)
}

const UNREADABLE =
  'portcullis: what the agent sent is no JSON object, so the action is blocked. next: portcullis agent status'
const UNKNOWN =
  'portcullis: this caller is not known, so nothing that changes anything passes. next: install the hook for your agent with portcullis agent install --host NAME'
const LATE = 'portcullis: the action could not be judged in time, so it is blocked'
const DOCTOR = 'next: try a smaller step; a person finds the cause with portcullis doctor'

/** A tool call that the quick look could not answer: judged with the repository's policy and the detectors, recorded, remembered. */
import type { Ruling, ToolCall } from '../../agent/call.ts'
import { PASS, type Quick } from '../../agent/quick.ts'
import type { Io } from '../../enforce.ts'
import { type Desk, openDesk } from './desk.ts'
import { judgeRead } from './judge-read.ts'
import { judgeShell } from './judge-shell.ts'
import { judgeOutput, judgeText } from './judge-text.ts'
import { judgeWrites } from './judge-writes.ts'
import { settle } from './settle.ts'
import { watchdog } from './watchdog.ts'

/** What one judge says: the ruling, and by which rules. */
export interface Judged {
  ruling: Ruling
  rules: readonly string[]
  /** a masked path that it is about, for the record */
  path?: string
}

export const NOTHING: Judged = { ruling: PASS, rules: [] }

export async function judge(call: ToolCall, quick: Quick, io: Io): Promise<Ruling> {
  const stop = watchdog(call)
  const desk = await openDesk(call, quick, io)
  try {
    const known = desk.memory?.known(call)
    if (known) return known
    const judged = await judgeAct(call, quick, desk)
    return settle(call, judged, desk)
  } finally {
    desk.close()
    stop()
  }
}

function judgeAct(call: ToolCall, quick: Quick, desk: Desk): Promise<Judged> | Judged {
  const { act } = call
  switch (act.kind) {
    case 'write':
      return judgeWrites(call, act.files, desk)
    case 'read':
      return judgeRead(quick.secretFiles, desk)
    case 'shell':
      return judgeShell(act, desk)
    case 'prompt':
    case 'send':
      return judgeText(act.kind, act.text, desk)
    case 'output':
      return judgeOutput(act.output, desk)
    default:
      return NOTHING
  }
}

/** The forms of answers that several hosts share. */
import type { Answer } from './call.ts'

/** Nothing to say: the host goes on as if we were not there, with its own questions to its user. */
export const SILENT: Answer = { stdout: '', stderr: '', exit: 0 }

/** JSON on stdout, exit 0: hosts read it only then. */
export function json(value: object): Answer {
  return { stdout: `${JSON.stringify(value)}\n`, stderr: '', exit: 0 }
}

/** Exit 2 with the reason on stderr: every host that knows exit codes blocks on it. */
export function block(text: string): Answer {
  return { stdout: '', stderr: `${text}\n`, exit: 2 }
}

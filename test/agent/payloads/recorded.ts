/** One payload of a host, what it says to us, and how the host is answered. */
import type { Act } from '../../../src/agent/call.ts'

/** Exit code and stdout, without the line end; a reason on stderr is the third. */
export type Told = [exit: 0 | 2, stdout: string, stderr?: string]

export interface Recorded {
  payload: Record<string, unknown>
  act: Act
  /** for a ruling whose text is `why` */
  pass?: Told
  warn?: Told
  /** where the host cannot ask, what asking becomes */
  ask?: Told
  deny?: Told
  /** the output `masked` in place of the real one */
  redact?: Told
}

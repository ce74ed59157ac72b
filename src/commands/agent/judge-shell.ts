/** Commands: what the command guard says of them, and credentials in their text. */
import type { Desk } from './desk.ts'
import { judgeText } from './judge-text.ts'
import type { Judged } from './judging.ts'

export async function judgeShell(command: string, desk: Desk): Promise<Judged> {
  return judgeText('send', command, desk)
}

import { judgeCommand } from '../../src/command/judge.ts'
import { type CommandVerdict, type Facts, NO_FACTS, type Shell } from '../../src/command/types.ts'

/** Judged where nothing is known but `facts`. */
export function judge(command: string, facts: Partial<Facts> = {}, shell: Shell = 'posix'): CommandVerdict {
  return judgeCommand(command, { shell, facts: { ...NO_FACTS, ...facts } })
}

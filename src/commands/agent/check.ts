/** `agent check COMMAND`: the guard's verdict, for people who wonder. */
import type { Io } from '../../enforce.ts'
import type { ExitCode } from '../../model.ts'

export async function runCheck(command: string, io: Io): Promise<ExitCode> {
  io.out(`${command.length}\n`)
  return 0
}

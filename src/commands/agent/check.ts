/** `agent check COMMAND`: the guard's verdict, for people who wonder. */
import { showsSecretFile } from '../../agent/command-reads.ts'
import type { Io } from '../../enforce.ts'
import type { ExitCode } from '../../model.ts'
import { openDesk } from './desk.ts'
import { verdictOn } from './judge-shell.ts'

/** Exit 0 where there is nothing against it, 1 where an agent would be refused or its user asked. */
export async function runCheck(command: string, io: Io): Promise<ExitCode> {
  const home = io.env.HOME ?? io.env.USERPROFILE ?? '/'
  const quick = { home, cwd: io.cwd, secretFiles: [], ruling: null }
  const desk = await openDesk({ host: 'claude-code', event: 'check', act: { kind: 'none' } }, quick, io)
  try {
    const { verdict, reasons } = await verdictOn(command, 'posix', desk)
    const lines = reasons.map(one => `${one.verdict}  ${one.rule}  ${one.message}\n      next: ${one.next}`)
    if (showsSecretFile(command, home))
      lines.push('deny  secret-file  this shows or sends a file that keeps credentials')
    io.out(`${lines.length === 0 ? 'nothing against it' : lines.join('\n')}\n`)
    return verdict === 'none' && lines.length === 0 ? 0 : 1
  } finally {
    desk.close()
  }
}

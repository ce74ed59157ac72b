/** The command guard with this repository's facts, before any policy: is there anything to say at all? */
import { judgeCommand } from '../command/judge.ts'
import { showsSecretFile } from './command-reads.ts'
import type { Surroundings } from './quick.ts'
import { factsIn } from './repository-facts.ts'

/** True where nothing speaks against it and no ref or remote is concerned, which the policy would have to be asked about. */
export function isUnopposed(
  command: string,
  shell: 'posix' | 'powershell',
  { home, cwd, env }: Surroundings,
): boolean {
  let isAboutRefs = false
  const { verdict } = judgeCommand(command, {
    shell,
    facts: factsIn(cwd, env),
    judgeRef: () => {
      isAboutRefs = true
      return 'none'
    },
  })
  return verdict === 'none' && !isAboutRefs && !showsSecretFile(command, home)
}

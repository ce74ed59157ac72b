/** `init` and `doctor` as the command line calls them. */
import type { Io } from '../enforce.ts'
import type { ExitCode } from '../model.ts'
import { doctor } from './doctor.ts'
import { type InitOptions, init } from './init.ts'

export async function runInit(flags: InitOptions, io: Io): Promise<ExitCode> {
  const { exit, text } = init(io.cwd, io.env, flags)
  io.out(text)
  return exit
}

export async function runDoctor(io: Io): Promise<ExitCode> {
  const { exit, text } = doctor(io.cwd, io.env)
  io.out(text)
  return exit
}

/**
 * From argv to exit code: the only file that touches `process`. A hook goes straight to its command, without the
 * command-line library: its path is hot (design §10).
 */
import type { Io } from './enforce.ts'
import { PortcullisError } from './errors.ts'
import type { ExitCode } from './model.ts'

const argv = process.argv.slice(2)
process.stdout.on('error', ignoreClosedPipe)
process.stderr.on('error', ignoreClosedPipe)
process.exitCode = await run(argv, io())

async function run(args: string[], io: Io): Promise<ExitCode> {
  try {
    if (args[0] === 'hook') return await (await import('./commands/hook.ts')).hook(args.slice(1), io)
    return await (await import('./commands/program.ts')).program(args, io)
  } catch (error) {
    const { describeError } = await import('./report/error.ts')
    io.err(describeError(error, { format: args.includes('json') ? 'json' : 'pretty', debug: io.env.PORTCULLIS_DEBUG === '1' }))
    return error instanceof PortcullisError ? error.exit : 3
  }
}

/** `portcullis scan | head`: the reader has what it wanted; the verdict stays the exit code. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.exitCode = 3
}

function io(): Io {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    color: { out: colors(process.stdout), err: colors(process.stderr) },
    interactive: process.stderr.isTTY === true,
    stdin: readStdin,
  }
}

/** no-color.org and force-color.org; a dumb terminal shows escapes as text. */
function colors(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0'
  return stream.isTTY === true && TERM !== 'dumb'
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

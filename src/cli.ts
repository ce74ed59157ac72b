/**
 * From argv to exit code: the only file that touches `process`. A hook goes straight to its command, without the
 * command-line library: its path is hot (design §10).
 */
import { readSync, writeSync } from 'node:fs'
import type { Io } from './enforce.ts'
import type { ExitCode } from './model.ts'
import { colorLevel } from './report/color.ts'

const given = process.argv.slice(2)
run(given, io()).then(exit => {
  // what is still running when the deadline has passed must not keep the agent's host waiting: it would go on
  if (isAgentHook(given)) process.exit(exit)
  process.exitCode = exit
})

async function run(args: string[], io: Io): Promise<ExitCode> {
  try {
    if (args[0] === 'hook') return await (await import('./commands/hook.ts')).hook(args.slice(1), io)
    if (isAgentHook(args)) return await (await import('./commands/agent/hook.ts')).agentHook(io)
    return await (await import('./commands/program.ts')).program(args, io)
  } catch (error) {
    const { formatError } = await import('./report/error.ts')
    const { text, exit } = formatError(error, {
      format: formatIn(args),
      debug: io.env.PORTCULLIS_DEBUG === '1',
    })
    io.err(text)
    return isAgentHook(args) ? 2 : exit // whatever else it may be, hosts take it as "go on"
  }
}

function isAgentHook(args: string[]): boolean {
  return args.length === 2 && args[0] === 'agent' && args[1] === 'hook'
}

/** Asked of argv itself: the options may be what is wrong. */
function formatIn(args: string[]): string {
  const named = args.findLast((arg, at) => arg.startsWith('--format=') || args[at - 1] === '--format')
  return named?.replace('--format=', '') ?? 'pretty'
}

function io(): Io {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: text => write(1, text),
    err: text => write(2, text),
    color: stream => colorLevel(process.env, isTerminal(stream === 'out' ? 1 : 2)),
    interactive: () => isTerminal(2),
    answers: () => isTerminal(0),
    stdin: most => readAll(0, most),
    node: { path: process.execPath, version: process.versions.node },
    interrupted,
  }
}

/** The second Ctrl-C ends the process at once, as the first one does for whoever never asks. */
function interrupted(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

/**
 * Straight to the descriptor: setting up process.stdout costs a hook 2 ms. A closed pipe (`portcullis scan | head`) is no
 * failure: the reader has what it wanted, and the verdict stays the exit code.
 */
function write(fd: number, text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      pause()
    }
  }
}

/** To its end. A closed descriptor reads as empty; what must not be empty is checked by whoever asked. */
function readAll(fd: number, most = Number.POSITIVE_INFINITY): Buffer {
  const chunks: Buffer[] = []
  for (let read = 0; read < most; ) {
    try {
      const chunk = Buffer.allocUnsafe(65_536)
      const bytes = readSync(fd, chunk)
      if (bytes === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, bytes))
      read += bytes
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EOF') return Buffer.concat(chunks) // Windows ends a pipe with an error
      if (code !== 'EAGAIN') throw error
      pause()
    }
  }
  return Buffer.concat(chunks)
}

/** Asked only when there is something to say: node:tty brings all of node:net along. */
function isTerminal(fd: number): boolean {
  return process.getBuiltinModule('node:tty').isatty(fd)
}

/** A descriptor somebody made non-blocking (a terminal, a Node parent's pipe) is not ready: wait 2 ms without spinning. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
}

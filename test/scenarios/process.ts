/** Starts one program and collects what it says. */
import { spawn } from 'node:child_process'

export interface Result {
  code: number
  stdout: string
  stderr: string
  /** both, for expectations that do not care which */
  output: string
}

export interface RunOptions {
  cwd: string
  env: NodeJS.ProcessEnv
  input?: string | Buffer
  /** milliseconds; a program that hangs is killed and its code is -1 */
  timeout?: number
}

/** Never rejects for an exit code; stdin is closed at once unless there is input. */
export function start(program: string, args: string[], options: RunOptions): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      timeout: options.timeout ?? 90_000,
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', chunk => out.push(chunk))
    child.stderr.on('data', chunk => err.push(chunk))
    child.stdin.on('error', () => {}) // a program that does not read its input is no failure of ours
    child.stdin.end(options.input ?? '')
    child.on('error', reject)
    child.on('close', code => resolve(result(code, Buffer.concat(out), Buffer.concat(err))))
  })
}

function result(code: number | null, out: Buffer, err: Buffer): Result {
  const [stdout, stderr] = [out.toString(), err.toString()]
  return { code: code ?? -1, stdout, stderr, output: stdout + stderr }
}

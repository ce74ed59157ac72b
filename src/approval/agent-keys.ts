/** What a running ssh-agent offers. */
import { once } from 'node:events'

/** The lines of `ssh-add -L`; none where there is no agent, or no ssh-add. */
export async function agentKeys(env: NodeJS.ProcessEnv): Promise<string[]> {
  if (!env.SSH_AUTH_SOCK) return []
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn('ssh-add', ['-L'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
    timeout: 5_000,
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  try {
    await once(child, 'close')
  } catch {
    return [] // no ssh-add: nothing is offered
  }
  return said.split('\n').filter(line => /^\S+ \S/.test(line))
}

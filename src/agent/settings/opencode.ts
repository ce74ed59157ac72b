/** OpenCode has no hook commands but plugins: this one starts ours and does what it answers. */

/** Changes made to the file are overwritten; the marker in it is how `remove` and `status` know it. */
export function pluginText(command: string): string {
  return `// Written by \`portcullis agent install\`: every tool call is judged by Portcullis before it runs, its output after it.
import { spawnSync } from 'node:child_process'

const COMMAND = ${JSON.stringify(command)}

function ask(folder, fields) {
  const input = JSON.stringify({ portcullis_plugin: 'opencode', cwd: folder, ...fields })
  const { status, stdout, stderr } = spawnSync('sh', ['-c', COMMAND], { cwd: folder, input, encoding: 'utf8', timeout: 30_000 })
  if (status !== 0) throw new Error((stderr || '').trim() || 'portcullis: the action could not be judged, so it is blocked')
  return JSON.parse(stdout)
}

export const Portcullis = async ({ directory, worktree }) => {
  const folder = directory || worktree
  return {
    'tool.execute.before': async ({ tool, sessionID, callID }, { args }) => {
      const answer = ask(folder, { event: 'tool.execute.before', tool, args, session: sessionID, call: callID })
      if (answer.decision === 'deny') throw new Error(answer.reason)
    },
    'tool.execute.after': async ({ tool, sessionID, callID }, result) => {
      const { output } = result
      const answer = ask(folder, { event: 'tool.execute.after', tool, output, session: sessionID, call: callID })
      if (answer.decision === 'replace') result.output = answer.output
    },
  }
}
`
}

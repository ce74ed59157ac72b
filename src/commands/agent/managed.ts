/** `agent install --managed`: what an administrator puts on machines, where no user and no agent can take it away. Printed, not written. */
import { join } from 'node:path'
import { install } from '../../agent/settings/change.ts'
import { copilotHooks, HOST_SETTINGS, type HostSettings } from '../../agent/settings/hosts.ts'
import { packageRoot } from '../../install/package.ts'

/** Where each host looks on Linux; docs/agents.md has the other systems. */
const PLACES: Partial<Record<HostSettings['host'], string>> = {
  'claude-code': '/etc/claude-code/managed-settings.json',
  codex: '/etc/codex/requirements.toml',
  cursor: '/etc/cursor/hooks.json',
  'gemini-cli': '/etc/gemini-cli/settings.json',
  copilot: '/etc/github-copilot/policy.d/portcullis.json',
  windsurf: '/etc/windsurf/hooks.json',
}

/** One block for each host that has a place for machines, each beginning with a line that names the file. */
export function managedTexts(hosts: readonly HostSettings[] = HOST_SETTINGS): string[] {
  const command = `sh ${join(packageRoot(), 'dist', 'agent.sh')} || exit 2`
  return hosts.flatMap(host => {
    const place = PLACES[host.host]
    return place === undefined ? [] : [`# ${place}\n${textFor(host, command)}`]
  })
}

function textFor(host: HostSettings, command: string): string {
  if (host.host === 'codex') return codexText(command)
  if (host.host === 'copilot') return `${JSON.stringify(copilotHooks(command), null, 2)}\n`
  const done = install(null, host.content(command))
  const text = 'text' in done ? done.text : ''
  if (host.host !== 'claude-code') return text
  // users' and projects' own hooks stay out, and nobody goes round the permission rules
  const settings = JSON.parse(text) as { permissions: object }
  const permissions = { ...settings.permissions, disableBypassPermissionsMode: 'disable' }
  return `${JSON.stringify({ ...settings, permissions, allowManagedHooksOnly: true }, null, 2)}\n`
}

/** Requirements are TOML: https://developers.openai.com/codex/enterprise/managed-configuration, openai/codex#18893. Managed hooks need no trust. */
function codexText(command: string): string {
  const events = ['PreToolUse', 'PostToolUse', 'UserPromptSubmit', 'SessionStart']
  const tables = events.map(
    event =>
      `[[hooks.${event}]]\n[[hooks.${event}.hooks]]\ntype = "command"\ncommand = ${JSON.stringify(command)}\ntimeout = 30\n`,
  )
  return `[features]\nhooks = true\n\n[hooks]\nmanaged_dir = ${JSON.stringify(join(packageRoot(), 'dist'))}\n\n${tables.join('\n')}`
}

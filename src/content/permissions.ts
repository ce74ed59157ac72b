/**
 * What settings of agents grant: commands that run by themselves, tools and servers that need no question, guards that are off. Only what
 * a change adds counts (look.ts `added`), so a list of allowed commands that stays as it was says nothing.
 */
import type { Spot, Told } from './types.ts'

interface Grant {
  /** the path of keys to a value of JSON, joined by dots, list indexes left out */
  key: RegExp
  value?: RegExp
  said: string
}

const GRANTS: readonly Grant[] = [
  { key: /enableAllProjectMcpServers$/, value: /^true$/, said: 'trusts every MCP server of the project' },
  { key: /(?:^|\.)hooks\..*(?:command|bash|powershell|url|prompt)$/, said: 'a new command that a hook runs' },
  {
    key: /permissions\.allow$/,
    value: /^Bash(?:\(\s*\*?:?\*?\s*\))?$|^\*$|^(?:Bash|Shell)\(\*/,
    said: 'allows every shell command',
  },
  { key: /additionalDirectories$/, said: 'allows more folders' },
  { key: /defaultMode$/, value: /^(?:bypassPermissions|acceptEdits|dontAsk|auto)$/, said: 'asks less often' },
  {
    key: /(?:^|\.)(?:mcpServers|mcp_servers|servers|context_servers)\.[^.]+\.(?:command|url|httpUrl|serverUrl)$/,
    said: 'a new MCP server',
  },
  {
    key: /(?:mcpServers|mcp_servers)\..*\.trust$/,
    value: /^true$/,
    said: 'trusts an MCP server without a question',
  },
  {
    key: /(?:auto[._-]?approve\w*|autoAccept|yolo|yoloMode|fullAuto|trustAllTools|dangerously\w+|skipPermission\w*)(?:\.\w+)*$/i,
    value: /^(?:true|"?all"?|\*|always)$/,
    said: 'needs no approval any more',
  },
  {
    key: /(?:permissions\.allow|allowedTools|autoApprove|alwaysAllow|coreTools)$/,
    said: 'allows more without a question',
  },
  { key: /approval_?policy$/i, value: /^never$/, said: 'needs no approval any more' },
  { key: /sandbox_?mode$/i, value: /^danger-full-access$/, said: 'has no sandbox any more' },
  { key: /sandbox(?:\.enabled)?$/, value: /^false$/, said: 'has no sandbox any more' },
  {
    key: /./,
    value: /--dangerously-[a-z-]+|--yolo\b|--full-auto\b/,
    said: 'runs an agent without its questions',
  },
]

const RULE = 'agent-permissions-widened'
const COMMAND = /(?:mcpServers|mcp_servers|servers)\..*\.(?:command|args)$/
const SHELL = /[|;&`<>]|\$\(/

/** What one settings file grants: JSON (with comments), TOML, YAML. */
export function grantsIn(text: string): Spot[] {
  return leavesOf(text).flatMap(leaf => [
    ...spot(RULE, leaf, grantOf(leaf)),
    ...spot('instruction-injection/mcp-shell', leaf, shellOf(leaf)),
  ])
}

interface Leaf {
  path: string
  value: string
  at: number
  found: string
}

function spot(rule: string, { at, found }: Leaf, told: Told | null): Spot[] {
  return told === null ? [] : [{ rule, at, found, told }]
}

function grantOf({ path, value }: Leaf): Told | null {
  const grant = GRANTS.find(one => one.key.test(path) && (one.value?.test(value) ?? true))
  return grant ? { said: grant.said, shown: value, grade: 'agents', key: `${path} ${value}` } : null
}

/** A server's command that is a line for a shell does more than start the server. */
function shellOf({ path, value }: Leaf): Told | null {
  if (!COMMAND.test(path) || !SHELL.test(value)) return null
  const said = 'a command of an MCP server that is a line for a shell (heuristic)'
  return { said, shown: value, grade: 'agents', key: `${path} ${value}` }
}

/** Values with the path of their keys. */
function leavesOf(text: string): Leaf[] {
  const leaves: Leaf[] = []
  const keys: string[] = []
  let key = ''
  for (const { kind, value, at, found } of tokens(text)) {
    if (kind === 'open') keys.push(key)
    else if (kind === 'close') keys.pop()
    else if (kind === 'value') leaves.push({ path: pathOf(keys, key), value, at, found })
    key = kind === 'key' ? value : ''
  }
  return leaves
}

/** Keys that count: nobody's settings lie deeper. */
const DEEP = 24

function pathOf(keys: string[], key: string): string {
  return [...keys.slice(-DEEP), key].filter(Boolean).join('.')
}

interface Token {
  kind: 'open' | 'close' | 'key' | 'value'
  value: string
  at: number
  found: string
}

const TOKEN =
  /(?<comment>\/\/[^\n]*|(?<![^\s])#[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S])))|(?<open>[{[])|(?<close>[}\]])|(?:(?<string>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')|(?<word>[^\s,:={}[\]"'#]+))(?<colon>\s{0,8}[:=])?/g
const TABLE = /^[ \t]*\[{1,2}([\w."' -]+)\]{1,2}[ \t]*$/gm

/** A TOML table and its keys come out as if they were JSON's. */
function* tokens(text: string): Generator<Token> {
  const tables = /^\s*(?:\{|\[\s*[{["\]]|\/[/*])/.test(text) ? [] : [...text.matchAll(TABLE)]
  let table = ''
  for (const match of text.matchAll(TOKEN)) {
    const { index: at, 0: found, groups = {} } = match
    const { comment, open, close, string, word = '', colon } = groups
    const inHeader = tables[0] !== undefined && at >= tables[0].index
    if (inHeader && at < tables[0]!.index + tables[0]![0].length) {
      table = `${tables[0]![1]!.replace(/["'\s]/g, '')}.`
      continue
    }
    if (inHeader) tables.shift()
    if (comment !== undefined) continue
    const value = string === undefined ? word : unquoted(string)
    const kind = open ? 'open' : close ? 'close' : colon ? 'key' : 'value'
    yield { kind, value: kind === 'key' ? table + value : value, at, found }
  }
}

function unquoted(string: string): string {
  if (string.startsWith("'")) return string.slice(1, -1)
  try {
    return JSON.parse(string)
  } catch {
    return string.slice(1, -1)
  }
}

/** A coding agent's tool call, whatever host made it, and what is said about it. Types only. */

export type Host =
  | 'claude-code'
  | 'codex'
  | 'cursor'
  | 'gemini-cli'
  | 'copilot'
  | 'vscode'
  | 'windsurf'
  | 'opencode'
  | 'mistral-vibe'

/** One file as the tool would leave it. A patch gives only the lines it adds; the rest of the file is as it lies on disk. */
export type FileWrite =
  | { path: string; content: string }
  | { path: string; edits: readonly Replacement[] }
  | { path: string; added: string }
  | { path: string; removed: true }

export interface Replacement {
  from: string
  to: string
  all?: boolean
}

/** What the tool would do, or did. `send`: its input goes somewhere we do not see (an MCP server, a web page, a tool unknown to us). */
export type Act =
  | { kind: 'shell'; command: string; shell?: 'powershell' }
  | { kind: 'write'; files: readonly FileWrite[] }
  | { kind: 'read'; paths: readonly string[] }
  | { kind: 'send'; text: string }
  | { kind: 'prompt'; text: string }
  /** what a tool gave back, in the host's own shape */
  | { kind: 'output'; output: unknown }
  | { kind: 'start' }
  | { kind: 'none' }

export interface ToolCall {
  host: Host
  /** the host's own name of the event: its answers differ by it */
  event: string
  act: Act
  /** the tool's own name, for the record */
  tool?: string
  /** where the tool runs: relative paths and the repository count from here */
  cwd?: string
  session?: string
  /** one for each action: two events with the same id are about the same one */
  id?: string
  model?: string
}

/** `warn` is told and goes on. `later`: another gate will ask the same again, so the host must not be asked now. */
export interface Ruling {
  verdict: 'pass' | 'warn' | 'ask' | 'deny'
  /** for the agent and its user; empty with `pass` */
  text: string
  /** an output with its secrets masked, in the shape it came in */
  redacted?: unknown
}

/** What the process prints and ends with. No other exit code reaches a host: 1 means "go on" to most of them. */
export interface Answer {
  stdout: string
  stderr: string
  exit: 0 | 2
}

/** An object out of an untrusted payload. */
export type Fields = Readonly<Record<string, unknown>>

/** How one host speaks. */
export interface Dialect {
  host: Host
  /** is this payload of that host? Asked in the order of recognise.ts */
  recognises(payload: Fields): boolean
  /** what the payload says; fields that are missing or of another type are left out */
  read(payload: Fields): ToolCall
  /** the ruling in this host's words */
  answer(call: ToolCall, ruling: Ruling): Answer
  /** does the host's own question to its user work for this event? Elsewhere `ask` must be `deny` */
  canAsk(call: ToolCall): boolean
}

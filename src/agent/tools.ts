/**
 * What a tool call does, told by the fields of its input: hosts name the same tools differently, and MCP servers bring their own,
 * but whoever writes a file must say which and what. The tool's name only decides where the fields leave it open.
 */
import type { Act, Fields, FileWrite, Replacement } from './call.ts'
import { listIn, textIn, textsIn } from './fields.ts'
import { isPatch, patchWrites } from './patch.ts'

const PATH = [
  'file_path',
  'filePath',
  'path',
  'notebook_path',
  'target_file',
  'absolute_path',
  'filename',
  'file',
]
const COMMAND = ['command', 'cmd', 'command_line', 'commandLine', 'script']
const CONTENT = [
  'content',
  'contents',
  'file_text',
  'new_source',
  'code',
  'code_edit',
  'text',
  'insert_text',
  'data',
]
const FROM = ['old_string', 'oldString', 'old_str', 'oldText', 'old_text']
const TO = ['new_string', 'newString', 'new_str', 'newText', 'new_text']
const READS = /read|view|cat\b|open|grep|search|get|fetch/i
const REMOVES = /delete|remove|unlink/i
/** Values of `command` that name what an editing tool does, and are no command (`str_replace_editor`, `edit`). */
const EDITOR = /^(create|view|str_replace|insert|undo_edit|delete|rename)$/

/** The act of a tool before it runs. A tool whose input says nothing that we know is something that is sent. */
export function actOf(tool: string, input: Fields): Act {
  const patch = textIn(input, 'patch', 'patchText', 'input', 'command', 'diff')
  if (patch !== undefined && isPatch(patch)) return { kind: 'write', files: patchWrites(patch) }
  const command = commandIn(input)
  if (command !== undefined)
    return { kind: 'shell', command, ...(/powershell|pwsh/i.test(tool) && { shell: 'powershell' as const }) }
  const files = writesIn(tool, input)
  if (files.length > 0) return { kind: 'write', files }
  const paths = textsIn(input, ...PATH, 'paths', 'files', 'include')
  if (paths.length > 0 && READS.test(tool)) return { kind: 'read', paths }
  return { kind: 'send', text: textOf(input) }
}

function commandIn(input: Fields): string | undefined {
  for (const name of COMMAND) {
    const value = input[name]
    if (typeof value === 'string' && !(EDITOR.test(value) && textIn(input, ...PATH) !== undefined))
      return value
    // Codex' older shell tool: an argv. A word with blanks in it must stay one word
    if (Array.isArray(value) && value.every(word => typeof word === 'string'))
      return value.map(quoted).join(' ')
  }
  return undefined
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

function writesIn(tool: string, input: Fields): FileWrite[] {
  const path = textIn(input, ...PATH)
  const nested = listIn(input, 'replacements', 'files').flatMap(one => writesIn(tool, one))
  if (path === undefined) return nested
  const edits = editsIn(input)
  if (edits.length > 0) return [{ path, edits }]
  const content = textIn(input, ...CONTENT)
  if (content !== undefined) return [{ path, content }]
  return REMOVES.test(tool) || input.command === 'delete' ? [{ path, removed: true }] : nested
}

function editsIn(input: Fields): Replacement[] {
  const all = [input, ...listIn(input, 'edits', 'changes')]
  return all.flatMap(edit => {
    const to = textIn(edit, ...TO)
    if (to === undefined) return []
    const every = edit.replace_all === true || edit.replaceAll === true
    return [{ from: textIn(edit, ...FROM) ?? '', to, ...(every && { all: true }) }]
  })
}

/** Every string of an input, with its names: what would leave the machine. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '', null, 1)
}

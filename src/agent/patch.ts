/**
 * The patch format of Codex' `apply_patch` (also OpenCode's and VS Code's): `*** Begin Patch`, then `*** Add File: P`,
 * `*** Update File: P` (perhaps `*** Move to: P`), `*** Delete File: P`, lines that begin with `+`, `-`, ` ` or `@@`.
 * Source: codex-rs/apply-patch/apply_patch_tool_instructions.md of openai/codex.
 */
import type { FileWrite } from './call.ts'

export function isPatch(text: string): boolean {
  return /^\s*(?:apply_patch\b[\s\S]*?)?\*\*\* Begin Patch/.test(text)
}

/** One entry for each file that the patch touches; a moved file is two. What it adds is kept, what it takes away is not. */
export function patchWrites(text: string): FileWrite[] {
  const files: FileWrite[] = []
  let lines: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const head = /^\*\*\* (Add File|Update File|Delete File|Move to): (.+?)\s*$/.exec(line)
    if (head === null) {
      if (line.startsWith('+')) lines.push(line.slice(1))
      continue
    }
    close(files, lines)
    lines = []
    files.push(...opened(files, head[1]!, head[2]!))
  }
  close(files, lines)
  return files
}

function opened(files: FileWrite[], act: string, path: string): FileWrite[] {
  if (act === 'Delete File') return [{ path, removed: true }]
  if (act === 'Add File') return [{ path, content: '' }]
  const from = files.at(-1)
  if (act === 'Move to' && from !== undefined) files[files.length - 1] = { path: from.path, removed: true }
  return [{ path, added: '' }]
}

function close(files: FileWrite[], lines: string[]): void {
  const last = files.at(-1)
  if (last === undefined || lines.length === 0) return
  const text = `${lines.join('\n')}\n`
  if ('content' in last) files[files.length - 1] = { path: last.path, content: text }
  if ('added' in last) files[files.length - 1] = { path: last.path, added: text }
}

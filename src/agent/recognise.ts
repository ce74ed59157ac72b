/** Whose payload is this? Told by its fields, not by how the hook was installed: several hosts run each other's hook files. */
import type { Dialect, Fields, Host } from './call.ts'
import { claude } from './dialects/claude.ts'
import { codex } from './dialects/codex.ts'
import { copilot } from './dialects/copilot.ts'
import { cursor } from './dialects/cursor.ts'
import { gemini } from './dialects/gemini.ts'
import { opencode } from './dialects/opencode.ts'
import { vibe } from './dialects/vibe.ts'
import { vscode } from './dialects/vscode.ts'
import { windsurf } from './dialects/windsurf.ts'

/** What only one host sends is asked first; Claude Code's own form, which the others borrow from, last. */
const ORDER: readonly Dialect[] = [opencode, windsurf, cursor, vibe, codex, gemini, vscode, copilot, claude]

/** Null for a caller that we do not know. */
export function recognise(payload: Fields): Dialect | null {
  return ORDER.find(dialect => dialect.recognises(payload)) ?? null
}

export const HOSTS: readonly Host[] = ORDER.map(({ host }) => host)

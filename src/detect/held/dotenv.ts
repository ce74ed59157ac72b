/**
 * `.env` files as dotenv, Compose and a shell's `source` read them: `NAME=value`, `export`, three kinds of quotes, quoted values
 * over several lines, comments. Format: https://dotenvx.com/docs/env-file, https://docs.docker.com/reference/compose-file/services/#env_file-format
 */
import type { Named } from './parts.ts'

const LINE =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:=|:[ \t])[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^\r\n]*)/gm

/** Every assignment; of a value with escapes both what stands there and what it means. */
export function parseDotenv(text: string): Named[] {
  return [...text.matchAll(LINE)].flatMap(([, name = '', raw = '']) =>
    meant(raw).map(value => ({ name, value })),
  )
}

function meant(raw: string): string[] {
  const quote = raw[0]
  if (raw.length < 2 || !(quote === '"' || quote === "'" || quote === '`') || !raw.endsWith(quote))
    return [raw.replace(/(?:^|[ \t])#.*$/, '').trim()]
  const inner = raw.slice(1, -1)
  return quote === '"' && inner.includes('\\') ? [unescaped(inner), inner] : [inner]
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char)
}

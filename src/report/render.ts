/** A decision in one of the formats; each is loaded only when it is asked for. */
import { UsageError } from '../errors.ts'
import type { Decision } from '../model.ts'
import type { PrettyOptions } from './pretty.ts'
import type { SarifOptions } from './sarif.ts'

export interface RenderOptions extends PrettyOptions, Omit<SarifOptions, 'mostResults'> {}
type Renderer = (decision: Decision, options: RenderOptions) => Promise<string>

const FORMATS: Record<string, Renderer> = {
  pretty: async (d, options) => (await import('./pretty.ts')).pretty(d, options),
  json: async (d, { version }) => (await import('./json.ts')).json(d, version),
  jsonl: async (d, { version }) => (await import('./jsonl.ts')).jsonl(d, version),
  sarif: async (d, options) => (await import('./sarif.ts')).sarif(d, options),
  github: async d => (await import('./github.ts')).github(d),
  markdown: async d => (await import('./summary.ts')).summary(d),
}

/** What `--format` takes. */
export const formats: readonly string[] = Object.keys(FORMATS)

/** The report's text, ending in a newline. Throws UsageError for a format that does not exist. */
export async function render(decision: Decision, format: string, options: RenderOptions): Promise<string> {
  return renderer(format)(decision, options)
}

/** Throws UsageError unless `format` exists: to be asked before the work, not after it. */
export function checkFormat(format: string): void {
  renderer(format)
}

/** `sarif=out.sarif` as given to `--report`. Throws UsageError when it is not FORMAT=FILE. */
export function reportTarget(option: string): { format: string; file: string } {
  const [format, ...rest] = option.split('=')
  const file = rest.join('=')
  if (!format || !file) {
    throw new UsageError(`"--report ${option}" is not FORMAT=FILE`, {
      hint: 'write for example --report sarif=out.sarif',
    })
  }
  checkFormat(format)
  return { format, file }
}

function renderer(format: string): Renderer {
  const found = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
  if (found) return found
  throw new UsageError(`unknown format "${format}"`, {
    subject: '--format',
    hint: `choose one of ${formats.join(', ')}`,
  })
}

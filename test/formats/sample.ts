import { expand } from '../../src/detect/template.ts'

/** A file as its format's documentation shows it, under its usual name; what is secret in it is a template (rules/README.md). */
export interface Sample {
  /** what the format is called */
  format: string
  path: string
  /** `»` at the start of a line: a credential begins there. No other line may be reported. */
  text: string
}

/** A password as people choose one, and one made of letters only. */
export const P = '⟦[a-z0-9]{9}[A-Z][0-9]⟧'
export const W = '⟦[a-z]{4}[b-df-hj-np-tv-xz]{4}[a-z]{3}⟧'

export function sample(format: string, path: string, text: string): Sample {
  return { format, path, text: text.replace(/^\n/, '') }
}

/** The 1-based numbers of the marked lines, once its templates are expanded. */
export function riskLines({ text }: Sample): number[] {
  return expand(text, 1)
    .split('\n')
    .flatMap((line, index) => (line.startsWith('»') ? [index + 1] : []))
}

export function unmarked({ text }: Sample): string {
  return text.replace(/^»/gm, '')
}

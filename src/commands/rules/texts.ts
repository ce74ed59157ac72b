/** What a rule is timed and tempted with. Made from its keywords, so that it cannot pass by not being asked. */
import { expand, type Rule } from '../../detect/index.ts'

const SIZE = 16_384

/** Its own examples over and over; ordinary lines where it has none. */
export function examplesText(rule: Rule, matches: string[]): string {
  const texts = matches.flatMap(template => [1, 2, 3].map(seed => expanded(template, seed)))
  return filled(texts.length > 0 ? texts : ordinaryLines(rule))
}

/** Beginnings of a match that come to nothing: the keyword alone, long values, one long line, many blanks and quotes. */
export function hostileText(rule: Rule): string {
  const words = rule.keywords.length > 0 ? rule.keywords.slice(0, 8) : ['key']
  return words
    .flatMap(word => [
      filled([word], '', 2048),
      filled([`${word}=${'a1B2'.repeat(60)}`], '\n', 2048),
      filled([`${word}${' '.repeat(40)}=${' '.repeat(40)}"`], '', 2048),
      filled([`"${word}": "${'0123456789abcdef'.repeat(12)}`], '\\n', 2048),
      filled([`${word}_${'x-_.'.repeat(30)}`], ' ', 2048),
    ])
    .join('\n')
}

/** As they stand in documents and code about the thing; none holds a credential. */
export function ordinaryLines({ keywords }: Pick<Rule, 'keywords'>): string[] {
  const word = keywords[0] ?? 'key'
  return [
    `${word} is described in the second part of the manual`,
    `see ${word} and the notes about the release of last week`,
    `- ${word}: optional, a list of names`,
    `# ${word}`,
    `<p>How to use ${word} in a project</p>`,
    `https://docs.example.org/${word}/index.html`,
    `import { open } from './${word}.js'`,
    `const settings = load(${word}, { strict: true })`,
    `if (${word} === undefined) return`,
    `function use(${word}: string): void {`,
  ]
}

function filled(texts: string[], between = '\n', size = SIZE): string {
  let text = ''
  for (let at = 0; text.length < size; at++) text += texts[at % texts.length]! + between
  return text
}

/** A template that is broken is told by its example, not here. */
function expanded(template: string, seed: number): string {
  try {
    return expand(template, seed)
  } catch {
    return 'broken'
  }
}

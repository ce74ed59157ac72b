/** Comments beside a finding that ask for silence: ours, and those of the tools people come from. */
import type { InlineTag } from '../model.ts'

interface Known {
  tag: string
  pattern: RegExp
  own: boolean
}

/** On a line of the match itself. */
const HERE: Known[] = [
  { tag: 'portcullis:allow', pattern: /portcullis:allow(?![\w-])[ \t:]*(.*)/, own: true },
  ...[
    'gitleaks:allow',
    'betterleaks:allow',
    'trufflehog:ignore',
    'kingfisher:ignore',
    'ggignore',
    'nosec',
  ].map(foreign),
  { tag: 'pragma: allowlist secret', pattern: /pragma: ?(?:allow|white)list[ -]secret/i, own: false },
  { tag: 'secretlint-disable-line', pattern: /secretlint-disable-line/, own: false },
]

/** On the line before. */
const BEFORE: Known[] = [
  { tag: 'portcullis:allow-next-line', pattern: /portcullis:allow-next-line(?![\w-])[ \t:]*(.*)/, own: true },
  {
    tag: 'pragma: allowlist nextline secret',
    pattern: /pragma: ?(?:allow|white)list[ -]nextline[ -]secret/i,
    own: false,
  },
  { tag: 'secretlint-disable-next-line', pattern: /secretlint-disable-next-line/, own: false },
]

function foreign(tag: string): Known {
  return { tag, pattern: new RegExp(String.raw`(?<![\w-])${tag}(?![\w-])`), own: false }
}

/** The first tag found, ours before others'. `before` is the line above the match, '' on line 1. */
export function inlineTag(lines: string, before: string): InlineTag | undefined {
  return (
    tagIn(HERE.slice(0, 1), lines) ??
    tagIn(BEFORE.slice(0, 1), before) ??
    tagIn(HERE.slice(1), lines) ??
    tagIn(BEFORE.slice(1), before)
  )
}

function tagIn(known: Known[], text: string): InlineTag | undefined {
  for (const { tag, pattern, own } of known) {
    const found = pattern.exec(text)
    if (found) return { tag, own, reason: own ? reasonIn(found[1] ?? '') : null }
  }
  return undefined
}

/** What stands behind our tag, without the end of the comment it stands in. */
function reasonIn(rest: string): string | null {
  const reason = rest.replace(/\s*(?:-->|\*\/|--%>|%>|#}|\*\)|"""|\]\])?\s*$/, '').trim()
  return reason === '' ? null : reason
}

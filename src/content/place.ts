/** What a path says of the text at it. */
import type { Place, Surface } from './types.ts'

const PROSE =
  /\.(?:md|mdx|mdc|markdown|rst|txt|adoc|asciidoc|org|tex|po|pot|xlf|xliff|html?|xhtml|csv|tsv|json|jsonl|ndjson|srt|vtt|svg|log|lock|sum|ya?ml)$/i
/** Names without an ending: of documents, as is their habit in capitals. */
const DOCUMENT =
  /^(?:README|CHANGES|CHANGELOG|NEWS|AUTHORS|THANKS|CONTRIBUTORS|CREDITS|LICEN[CS]E|COPYING|NOTICE|MAINTAINERS|HISTORY|TODO)/i
const GENTLE =
  /(?:^|\/)(?:tests?|__tests__|regress|__snapshots__|specs?|e2e|fixtures?|__fixtures__|testdata|test-data|test_data|mocks?|__mocks__|snapshots?|samples?|locales?|translations?|i18n|l10n|intl|lang|langs|languages?|po)\/|\.(?:po|pot|xlf|xliff|arb|strings|snap|golden|cast|ans|test\.\w+|spec\.\w+)$|[._-](?:test|spec)s?\.\w+$|(?:^|\/)test_[^/]*$/i

/** As Java and its neighbours name them; `latest/` is none. */
const CAMEL = /[a-z]Tests?(?:\/|\.\w+$)|[a-z]Spec\.\w+$/

/** Which lists of paths name it: asked of the policy's named lists. */
export interface Lists {
  obeyed: boolean
  settings: boolean
}

/** A file. What agents obey or are configured by is never gentle: nobody tests with it. */
export function placeOf(path: string, { obeyed, settings }: Lists): Place {
  return {
    surface: surfaceOf(path),
    path,
    obeyed,
    settings,
    gentle: !obeyed && !settings && isGentle(path),
  }
}

function surfaceOf(path: string): Surface {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return PROSE.test(name) || DOCUMENT.test(name) ? 'prose' : 'code'
}

function isGentle(path: string): boolean {
  return GENTLE.test(path) || CAMEL.test(path)
}

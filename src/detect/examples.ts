/** Where people write credentials that open nothing: tests, examples, documentation. */
import type { Confidence } from '../model.ts'
import type { Candidate } from './candidate.ts'
import { entropyOf } from './entropy.ts'
import { Secret } from './secret.ts'

const FOLDER =
  /(?:^|\/)(?:[\w-]+[-_.])?(?:tests?|testing|testdata|specs?|fixtures?|mocks?|examples?|samples?|demos?|docs?|documentation|tutorials?|__tests__|__mocks__)\//i
const FILE =
  /(?:^|\/)(?:readme|changelog|changes|history|news)[^/]*$|[._-](?:test|tests|spec|example|sample|mock)s?\.[^/]*$|\.(?:md|mdx|rst|adoc|asciidoc)$|(?:^|\/)test_[^/]*$|\.(?:example|sample|template)$/i

/** Of a path in a repository. An absolute one says where somebody keeps things, not what they are. */
export function isExample(path: string | undefined): boolean {
  return path !== undefined && !path.startsWith('/') && (FOLDER.test(path) || FILE.test(path))
}

/** `low` for what somebody thought up; what looks drawn at random is a leak wherever it stands, and counts one step less at most. */
export function loweredIn(confidence: Confidence, { secret }: Candidate): Confidence {
  if (!looksDrawn(Secret.reveal(secret))) return 'low'
  return confidence === 'high' ? 'medium' : confidence
}

function looksDrawn(secret: string): boolean {
  const value = passwordIn(secret)
  return value.length >= 16 && /[0-9]/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) >= 3
}

/** Of a Basic header: base64 always looks drawn. */
function passwordIn(secret: string): string {
  const pair = Buffer.from(secret, 'base64').toString('latin1')
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(pair) ? pair.slice(pair.indexOf(':') + 1) : secret
}

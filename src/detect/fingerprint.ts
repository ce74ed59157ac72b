/**
 * What a credential is known by: a keyed hash of the normalised secret alone, so that renaming a rule, moving a line
 * or rebasing a commit changes nothing. Comparison in process only; a baseline stretches it further.
 */
import { Secret } from './secret.ts'

/** Serves where `init` has not made a key: a public salt, no secret. */
const PUBLIC_SALT = 'portcullis fingerprint v1'

/** 32 hex digits of HMAC-SHA256. */
export function fingerprintOf(secret: Secret, key: Buffer | undefined): string {
  return keyedHash(normalised(Secret.reveal(secret)), key)
}

/** For anything that stands for several secrets. */
export function keyedHash(text: string, key: Buffer | undefined): string {
  const { createHmac } = process.getBuiltinModule('node:crypto') // only when something is found: not on the hot path
  return createHmac('sha256', key ?? PUBLIC_SALT)
    .update(text)
    .digest('hex')
    .slice(0, 32)
}

/** A private key is the same key with other line breaks, indented, quoted, or as `\n` in JSON: only its body counts. */
function normalised(secret: string): string {
  if (!/-----BEGIN|\n|\\n/.test(secret)) return secret
  const body = secret.replace(/-----(?:BEGIN|END) [^-]*-----/g, '')
  return body.replace(/\\+[nrt]/g, '').replace(/["'`]\s*\+\s*["'`]|[\s"'`,]/g, '')
}

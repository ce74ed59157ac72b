/** One look at a text before 4 MB of rules are loaded for it: could a credential be in it at all? */

/** Hex of exactly these lengths is a git object; asked about far more often than a token is pasted. */
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const RUN = /[A-Za-z0-9+]{16,}/g
/** An assignment, a header, an option, a URL with a password, the head of a private key. */
const SIGNS =
  /-----BEGIN|pass(?:word|wd|phrase)?["']?\s*[:=]|(?:secret|token|key|credential|pwd|auth\w*)["']?\s*[:=]|bearer\s|:\/\/[^\s/:@]*:[^\s/@]+@|(?:^|\s)(?:-u|--user|-p|--password)[\s=]/i

/** Generous: what it passes over is a short word of letters that nothing beside it calls a secret. */
export function mayHoldCredential(text: string): boolean {
  if (SIGNS.test(text)) return true
  return [...text.matchAll(RUN)].some(([run]) => !OBJECT_ID.test(run))
}

/** Characters that people do not see and language models read: tags, and selectors in a row. An output is looked at for them. */
export function mayHideText(text: string): boolean {
  return /[\u{e0000}-\u{e01ef}]|[\ufe00-\ufe0f]{2}/u.test(text)
}

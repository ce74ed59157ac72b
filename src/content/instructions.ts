/** Advice that an agent would act on. Honest documentation gives some of it to people: asked only of files that agents obey. */
import type { Family, Hit, Told } from './types.ts'

/** Of a line around a match: longer ones are looked at in part. */
const FAR = 500

function heuristic(said: string, shown: string): Told {
  return { said: `${said} (heuristic)`, shown, grade: 'agents' }
}

const pipedShell: Family = {
  rule: 'instruction-injection/fetch-and-run',
  pattern:
    /\b(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod)\b[^\n|]{0,300}\|\s{0,4}(?:sudo\s{1,4})?(?:(?:ba|z|da|k|fi)?sh|iex|invoke-expression|python3?|node|perl|ruby)\b|\b(?:ba|z|da|k)?sh\s{1,4}<\(\s{0,4}(?:curl|wget)\b/gi,
  judge: ({ found }) => heuristic('fetches a program and runs it unseen', found),
}

const hookBypass: Family = {
  rule: 'instruction-injection/hook-bypass',
  pattern:
    /--no-verify\b|\bHUSKY=0|\bcore\.hooksPath\b|--dangerously-[a-z-]{1,40}|--yolo\b|--no-gpg-sign\b|\bbypassPermissions\b/gi,
  judge: hit =>
    NEGATED.test(lineBefore(hit))
      ? null
      : heuristic('advises to go round what guards this repository', hit.found),
}

/** "Never use --no-verify" is the opposite advice. */
const NEGATED =
  /\b(?:never|not|no|n['\u2019]t|avoid|without|forbidden|prohibit\w*|refuse\w*|block\w*|den(?:y|ies|ied)|reject\w*|instead of|rather than)\b/i

const sentCredentials: Family = {
  rule: 'instruction-injection/credentials-sent',
  pattern: /\b(?:curl|wget|nc|ncat|scp|fetch|invoke-webrequest|upload|post|send)\b/gi,
  judge: hit => {
    const line = lineAround(hit)
    return KEPT.test(line) && AWAY.test(line)
      ? heuristic('reads credentials and sends them away', line)
      : null
  },
}

const KEPT =
  /\.ssh\/|\bid_(?:rsa|ed25519|ecdsa)\b|\.aws\/credentials|(?:^|[\s"'`/=@])\.env\b|\.npmrc\b|\.netrc\b|\.git-credentials\b|\.kube\/config|\bprintenv\b|\/etc\/(?:passwd|shadow)/i
const AWAY = /https?:\/\/|\bnc(?:at)?\b|\bscp\b/i

const blob: Family = {
  rule: 'instruction-injection/encoded',
  pattern: /(?<![A-Za-z0-9+/_-])(?:[0-9a-f]{200,}|[A-Za-z0-9+/_-]{200,}={0,2})/gi,
  judge: ({ text, at, found }) =>
    DATA_URI.test(text.slice(Math.max(0, at - 60), at)) || !/\d/.test(found)
      ? null
      : heuristic(`${found.length} characters that are encoded`, found),
}

const DATA_URI = /data:(?:image|font)\/[\w.+-]{1,30};base64,$/

const include: Family = {
  rule: 'instruction-injection/external-include',
  pattern:
    /^\s{0,8}@https?:\/\/|\b(?:follow|obey|execute|load|apply|read)\b[^\n]{0,60}\b(?:instructions?|rules?|prompts?)\b[^\n]{0,40}https?:\/\//gim,
  judge: ({ found }) => heuristic('takes its instructions from elsewhere', found),
}

export const advice: readonly Family[] = [pipedShell, hookBypass, sentCredentials, blob, include]

function lineBefore({ text, at }: Hit): string {
  const near = text.slice(Math.max(0, at - FAR), at)
  return near.slice(near.lastIndexOf('\n') + 1)
}

function lineAround(hit: Hit): string {
  return lineBefore(hit) + hit.text.slice(hit.at, hit.at + FAR).split('\n', 1)[0]
}

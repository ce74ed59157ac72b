/** Tokens that hold an object in base64, which names their owner. */
import { type Check, malformed, valid } from './answer.ts'
import { dayOf, hostOf, named } from './facts.ts'
import { jsonOf } from './jwt.ts'

/** sntrys_OBJECT_SECRET; https://github.com/getsentry/rfcs/blob/main/text/0091-ci-upload-tokens.md */
export const sentry: Check = token => {
  const end = token.lastIndexOf('_')
  const held = jsonOf(token.slice(7, end))
  if (!held || !('iat' in held) || typeof held.org !== 'string') return malformed()
  const made = typeof held.iat === 'number' ? dayOf(held.iat) : undefined
  return valid(
    named('Sentry organization', held.org),
    named('at', hostOf(held.url) ?? hostOf(held.region_url)),
    named('issued', made),
  )
}

/** glc_OBJECT: `o` organization, `n` name, `k` the key itself, `m.r` region */
export const grafanaCloud: Check = token => {
  const held = jsonOf(token.slice(4))
  if (!held || held.o === undefined || held.k === undefined) return malformed()
  const region = (held.m as { r?: unknown } | null | undefined)?.r
  return valid(named('Grafana organization', held.o), named('region', region), named('named', held.n))
}

/** The whole token is the object: `k` key, `n` name, `id` organization */
export const grafanaApiKey: Check = token => {
  const held = jsonOf(token)
  if (!held || held.k === undefined || held.n === undefined || held.id === undefined) return malformed()
  return valid(named('Grafana organization', held.id), named('named', held.n))
}

/** ops_OBJECT */
export const onePassword: Check = token => {
  const held = jsonOf(token.slice(4))
  if (!held || typeof held.signInAddress !== 'string') return malformed()
  return valid(named('1Password account', hostOf(held.signInAddress)))
}

/** sk.OBJECT.SIGNATURE with `u` user and `a` the token's id; pk. is meant for browsers. */
export const mapbox: Check = token => {
  const [kind, body] = token.split('.')
  const held = jsonOf(body)
  if (!held || held.u === undefined || held.a === undefined) return malformed()
  const answer = valid(named('Mapbox user', held.u), kind === 'pk' ? 'a public token' : undefined)
  return kind === 'pk' ? { ...answer, open: true } : answer
}

/** Tokens without a sum whose form says something all the same: for them, or against them. */
import { type Check, malformed, odd, unknown, valid } from './answer.ts'
import { bytesOfBase32, bytesOfBase58, bytesOfBase64 } from './bases.ts'
import { dayOf } from './facts.ts'

/** The first part is the bot's id, 17 to 20 digits (https://discord.com/developers/docs/reference#snowflakes). */
export const discord: Check = token => {
  const id = bytesOfBase64(token.split('.')[0]!)?.toString('latin1') ?? ''
  return /^[0-9]{17,20}$/.test(id) ? valid(`Discord bot id ${id}`) : malformed()
}

/** 16 and 32 bytes in base64: what is left over in the last character of each is zero. */
export const sendgrid: Check = token =>
  /^SG\.[A-Za-z0-9_-]{21}[AQgw]\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(token) ? unknown() : malformed()

/** `WGdyb3FY` ("groq" in base64) stands behind 20 characters. */
export const groq: Check = token => (token.slice(24, 32) === 'WGdyb3FY' ? unknown() : odd())

/** What the prefix says; the rule has asked for the mark in the middle already. */
export const openai: Check = token => {
  const kind = /^sk-(proj|svcacct|admin)-/.exec(token)?.[1]
  const words: Record<string, string> = { proj: 'project', svcacct: 'service account', admin: 'admin' }
  return unknown(`OpenAI ${words[kind ?? ''] ?? 'user'} key`)
}

/** sk_live_, rk_test_ … Anything else is none of Stripe's. */
export const stripe: Check = token => {
  const [, kind, mode] = /^([a-z]+)_(live|test|prod)_./.exec(token) ?? []
  if (kind === undefined) return unknown()
  const words = [kind === 'rk' ? 'restricted key' : 'secret key', mode === 'test' ? 'test mode' : 'live mode']
  if (kind === 'pk') return { ...valid('publishable key', words[1]), open: true }
  return unknown(...words)
}

/** The first 24 hex digits are an ObjectId, whose first four bytes are the second it was made in. Postman began in 2014. */
export const postman: Check = (token, { now }) => {
  const made = Number.parseInt(token.slice(5, 13), 16)
  const isTime = made > 1_388_534_400 && made * 1000 < now + 86_400_000
  return isTime ? unknown(`created ${dayOf(made)}`) : odd()
}

/** Workspace and app as far as the token names them. */
export const slack: Check = token => {
  const team =
    /\/services\/(T[A-Z0-9]{6,12})\//.exec(token)?.[1] ?? /^xox[a-z]-([0-9]{8,14})-/.exec(token)?.[1]
  const app = /^xapp-[0-9]-([A-Z0-9]{8,14})-/.exec(token)?.[1]
  return unknown(team && `Slack team ${team}`, app && `Slack app ${app}`)
}

/** Base32 throughout; `oy2` is what "v4" begins with. */
export const nuget: Check = token => (bytesOfBase32(token) ? unknown() : odd())

/** A private key on curve 25519 has five bits fixed (https://cr.yp.to/ecdh.html); `wg genkey` fixes them. A preshared key has none. */
export const wireguard: Check = (token, around) => {
  const bytes = bytesOfBase64(token)
  if (bytes?.length !== 32) return odd()
  if (/preshared[\w ]*["']?[ \t]*[:=][ \t"']*$/i.test(around.before())) return unknown('preshared key')
  const isClamped = (bytes[0]! & 7) === 0 && (bytes[31]! & 0xc0) === 0x40
  return isClamped ? unknown('private key') : odd()
}

/** 73 characters of base58 are 54 bytes at most. */
export const jfrogApiKey: Check = token => {
  const length = bytesOfBase58(token)?.length
  return length === 53 || length === 54 ? unknown() : odd()
}

/** base64 of reftkn:VERSION:END:SECRET, END in seconds, 0 = never */
export const jfrogReference: Check = token => {
  const text = bytesOfBase64(token)?.toString('latin1') ?? ''
  const parts = /^reftkn:[0-9]{1,3}:([0-9]{1,12}):[A-Za-z0-9]{10,}$/.exec(text)
  if (!parts) return malformed()
  const day = dayOf(Number(parts[1]))
  return valid('JFrog reference token', day && `expires ${day}`)
}

/** Data Center's tokens: base64 of a number, a colon and 20 bytes; BBDC- stands before Bitbucket's. */
export const atlassianDataCenter: Check = token => {
  const body = token.replace(/^BBDC-/, '')
  if (body.length !== 44) return unknown()
  const bytes = bytesOfBase64(body)
  return bytes && /^[0-9]{6,14}:/.test(bytes.toString('latin1')) ? valid() : odd()
}

/** https://www.rfc-editor.org/rfc/rfc7617: base64 of user:password. Any two words can be written so: that proves nothing. */
export const basicAuth: Check = token => {
  const text = bytesOfBase64(token)?.toString('utf8') ?? ''
  return /^[^\x00-\x1f\x7f:\ufffd]*:[^\x00-\x1f\x7f\ufffd]+$/.test(text) ? unknown() : odd()
}

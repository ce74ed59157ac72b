/** Amazon Web Services: what a key id says of its account, and what presigned URLs say of their end. */
import { type Answer, type Around, type Check, lapsed, malformed, unknown, valid } from './answer.ts'
import { queryAround } from './azure.ts'
import { bytesOfBase32, bytesOfBase64 } from './bases.ts'

/** Four letters and 16 characters of base32; no sum. Ids from before 2019 (AKIAI, AKIAJ) do not say whose they are. */
export const awsKeyId: Check = token => {
  const account = accountOf(token)
  if (account === undefined) return malformed('not base32, as key ids are')
  return account === '' ? unknown() : unknown(`AWS account ${account}`)
}

/** 40 bits behind the first one. Empty where the id does not say it, undefined where it is no id. */
function accountOf(id: string): string | undefined {
  const bytes = bytesOfBase32(id.slice(4))
  if (!/^[A-Z2-7]{20}$/.test(id) || !bytes) return undefined
  if (/^A[A-Z]{3}[IJ]/.test(id)) return ''
  const bits = BigInt(`0x${bytes.subarray(0, 6).toString('hex')}`)
  return ((bits & 0x7fff_ffff_ff80n) >> 7n).toString().padStart(12, '0')
}

/** ABSK and the base64 of `BedrockAPIKey-…-at-ACCOUNT:secret` */
export const bedrockKey: Check = token => {
  const text = bytesOfBase64(token.slice(4))?.toString('latin1') ?? ''
  const account = /^BedrockAPIKey-[A-Za-z0-9]{1,12}(?:\+1)?-at-([0-9]{12}):/.exec(text)
  return account ? valid(`AWS account ${account[1]}`) : malformed()
}

/** The base64 of a presigned URL */
export const bedrockShortKey: Check = (token, around) => {
  const text = bytesOfBase64(token.replace(/^bedrock-api-key-/, ''))?.toString('latin1') ?? ''
  return text.startsWith('bedrock.amazonaws.com/?') ? presigned(text, around) : malformed()
}

/** `X-Amz-Signature`, `X-Goog-Signature`: the URL around it says from when and for how long. */
export const presignedUrl: Check = (_, around) =>
  presigned(queryAround(around.before(), around.after()), around)

function presigned(url: string, around: Around): Answer {
  const text = url.replaceAll('%2F', '/')
  const id = /[?&]X-Amz-Credential=([A-Z0-9]{20})\//i.exec(text)?.[1]
  const account = id === undefined ? undefined : accountOf(id)
  const facts = account ? [`AWS account ${account}`] : []
  const [, day, time] = /[?&]X-(?:Amz|Goog)-Date=([0-9]{8})T([0-9]{6})Z/i.exec(text) ?? []
  const seconds = Number(/[?&]X-(?:Amz|Goog)-Expires=([0-9]{1,9})(?:&|$)/i.exec(text)?.[1])
  if (day === undefined || time === undefined || Number.isNaN(seconds)) return unknown(...facts)
  const end = Date.parse(isoOf(day, time)) + seconds * 1000
  if (Number.isNaN(end)) return malformed(...facts)
  const when = new Date(end).toISOString().slice(0, 16).replace('T', ' ')
  return end < around.now ? lapsed(`expired ${when}`, ...facts) : unknown(`expires ${when}`, ...facts)
}

function isoOf(day: string, time: string): string {
  const [date, clock] = [day.replace(/(....)(..)(..)/, '$1-$2-$3'), time.replace(/(..)(..)(..)/, '$1:$2:$3')]
  return `${date}T${clock}Z`
}

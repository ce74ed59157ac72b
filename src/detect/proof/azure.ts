/**
 * Azure's keys carry a fixed signature and a Marvin32 sum. Signatures, seeds and places as published in
 * https://github.com/microsoft/security-utilities (IdentifiableMetadata.cs, SEC101_102_AdoPat.cs, CommonAnnotatedKey.cs).
 */
import { type Check, lapsed, malformed, mismatch, summed, unknown, valid } from './answer.ts'
import { BASE62, bytesOfBase32, bytesOfBase64, digits } from './bases.ts'
import { crc32 } from './crc.ts'
import { marvin32 } from './marvin.ts'

const MESSAGING = ['Send0000', 'Manage00', 'Listen00', 'System00', 'Unknown0']

/** By signature: the service, and the seeds of the kinds of key it issues. */
const SERVICES: Record<string, [service: string, seeds: string[]]> = {
  '+ASt': ['Azure Storage', ['Default0']],
  ACDb: [
    'Azure Cosmos DB',
    ['MastRO00', 'MastRW00', 'SystRO00', 'SystRW00', 'SysAll00', 'Resour00', 'Encryp00'],
  ],
  AzFu: ['Azure Functions', ['Functi00', 'System00', 'Master00']],
  AzCa: ['Azure Cache for Redis', ['Access00']],
  AzSe: ['Azure AI Search', ['Query000', 'PAdmin00']],
  '+ABa': ['Azure Batch', ['AbAcct00']],
  '+ASb': ['Azure Service Bus', MESSAGING],
  '+AEh': ['Azure Event Hubs', MESSAGING],
  '+ARm': ['Azure Relay', MESSAGING],
  '+ACR': ['Azure Container Registry', ['ACRDflt0']],
  AIoT: ['Azure IoT', ['IoTHub00', 'DpsKey00', 'Device00']],
  APIM: ['Azure API Management', ['Tenant00', 'IoTHub00', 'Gatewy00', 'GitKey00']],
  '+AMC': ['Azure Machine Learning', ['Classic0']],
  '+SQL': ['Azure SQL', ['UsrPwd00']],
  AZEG: ['Azure Event Grid', ['SendRecv']],
}

/** The last four bytes are the sum of the others; the signature stands six characters before the end. */
export const azureKey: Check = token => {
  const body = token.replace(/=+$/, '')
  const service = SERVICES[body.slice(-10, -6)]
  if (!service) return unknown()
  const [name, seeds] = service
  const bytes = bytesOfBase64(token)
  if (!bytes || ![32, 39, 52, 64].includes(bytes.length)) return mismatch(name)
  return summed(
    seeds.some(seed => sumHolds(bytes, seed) || redisSumHolds(token, bytes, seed)),
    name,
  )
}

function sumHolds(bytes: Buffer, seed: string): boolean {
  return marvin32(bytes.subarray(0, -4), seed) === bytes.readUInt32LE(bytes.length - 4)
}

/** Redis keys have P and F for + and /, put in after the sum was made. */
function redisSumHolds(token: string, bytes: Buffer, seed: string): boolean {
  if (seed !== 'Access00') return false
  const again = Buffer.from(bytes)
  again.writeUInt32LE(marvin32(bytes, seed), bytes.length - 4)
  return again.toString('base64').replaceAll('+', 'P').replaceAll('/', 'F') === token
}

const BASE66 = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~'

/** `xxx8Q~` and 34: the last three are the first three of the sum's six digits. `7Q~` has none. */
export const azureAdSecret: Check = token => {
  const mark = token.slice(3, 6)
  if (mark !== '8Q~') return mark === '7Q~' ? unknown() : malformed()
  if (token.length !== 40) return mismatch()
  const sum = marvin32(Buffer.from(token.slice(0, -3), 'latin1'), 'AadPwd00')
  return summed(digits(sum, BASE66, 6).slice(0, 3) === token.slice(-3))
}

const CASK =
  /^[A-Za-z0-9+/_-]{52}JQQJ9[9D]([A-Z])([A-L])[A-Za-z0-9+/_-]{16}([A-Za-z0-9+/_-]{4})[A-Za-z0-9+/_-]{4}(?:[A-Za-z0-9+/_-]{2}==)?$/

/** A "common annotated security key" says when it was allocated, and for whom. Only a sum that holds is taken to say something. */
export const azureCask: Check = token => {
  const parts = CASK.exec(token)
  if (!parts) return unknown()
  const [, year, month, provider] = parts as unknown as [string, string, string, string]
  const facts = [
    `Azure key of provider ${provider}`,
    `allocated ${2024 + year.charCodeAt(0) - 65}-${String(month.charCodeAt(0) - 64).padStart(2, '0')}`,
  ]
  return caskSumHolds(token) ? valid('its checksum holds', ...facts) : unknown(...facts)
}

function caskSumHolds(token: string): boolean {
  const bytes = Buffer.from(token, 'base64').subarray(0, 60)
  const sum = marvin32(bytes, 'Default0')
  const least = Buffer.alloc(4)
  least.writeUInt32LE(sum)
  const written = token.slice(80).replace(/=+$/, '')
  return [least.toString('base64'), digits(sum, BASE62)].some(text => text.startsWith(written))
}

/** Personal access tokens until 2024: 32 bytes in base32, four of which are the sum of the others. */
export const azureDevOpsPat: Check = token => {
  const bytes = bytesOfBase32(token)
  if (token.length !== 52 || !bytes) return malformed()
  const places = [2, 7, 8, 22]
  const sum = crc32(bytes.filter((_, at) => !places.includes(at)))
  const written = bytes[2]! * 2 ** 24 + (bytes[7]! << 16) + (bytes[8]! << 8) + bytes[22]!
  return summed([0xe0b9692d, 0x1019f92e].some(magic => (sum ^ magic) >>> 0 === written))
}

/** A shared access signature: beside `sig` its URL says until when and for what. */
export const sasSignature: Check = (_, around) => {
  const query = queryAround(around.before(), around.after())
  const until = Date.parse(decodeURIComponent(/[?&;]se=([0-9A-Za-z:%.-]{8,40})/.exec(query)?.[1] ?? ''))
  const may = /[?&;]sp=([a-z]{1,16})/.exec(query)?.[1]
  const permissions = may === undefined ? undefined : `permissions ${may}`
  if (Number.isNaN(until)) return unknown(permissions)
  const day = new Date(until).toISOString().slice(0, 10)
  return until < around.now ? lapsed(`expired ${day}`, permissions) : unknown(`expires ${day}`, permissions)
}

/** The URL's part before and after the value, up to what ends a URL. */
export function queryAround(before: string, after: string): string {
  const head = /[^\s"'<>`]*$/.exec(before)![0]
  const tail = /^[^\s"'<>`]*/.exec(after)![0]
  return `${head}${tail}`.replaceAll('&amp;', '&').replaceAll('\\u0026', '&')
}

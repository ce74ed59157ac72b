/** Reading an untrusted payload: a field is what it should be, or it is not there. */
import type { Fields } from './call.ts'

export function textIn(fields: Fields, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = fields[name]
    if (typeof value === 'string') return value
  }
  return undefined
}

/** An object; a text that is JSON of an object counts too (Cursor's and Copilot's tool arguments). */
export function objectIn(fields: Fields, ...names: string[]): Fields {
  for (const name of names) {
    const value = asObject(fields[name])
    if (value !== undefined) return value
  }
  return {}
}

export function listIn(fields: Fields, ...names: string[]): Fields[] {
  for (const name of names) {
    const value = fields[name]
    if (Array.isArray(value)) return value.map(asObject).filter(item => item !== undefined)
  }
  return []
}

export function textsIn(fields: Fields, ...names: string[]): string[] {
  return names.flatMap(name => {
    const value = fields[name]
    if (typeof value === 'string') return [value]
    return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
  })
}

function asObject(value: unknown): Fields | undefined {
  if (typeof value === 'string' && value.startsWith('{')) return parsed(value)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

function parsed(text: string): Fields | undefined {
  try {
    return JSON.parse(text) as Fields
  } catch {
    return undefined
  }
}

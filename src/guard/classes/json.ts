/** JSON manifests, read without trusting them. */

export type JsonTable = Record<string, unknown>

/** The object a text holds; null when it is no JSON, or no object. */
export function jsonTable(text: string): JsonTable | null {
  try {
    const value: unknown = JSON.parse(text)
    return tableOf(value)
  } catch {
    return null
  }
}

export function tableOf(value: unknown): JsonTable | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonTable) : null
}

/** A string at the top level, undefined where there is none. */
export function stringIn(text: string, key: string): string | undefined {
  const value = jsonTable(text)?.[key]
  return typeof value === 'string' ? value : undefined
}

/** A value as one line that compares: equal values, whatever their spelling, give the same. */
export function spelled(value: unknown): string {
  return JSON.stringify(value) ?? ''
}

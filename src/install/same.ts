/** Are two folders alike in the named files? */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export function sameFiles(one: string, other: string, names: string[]): boolean {
  return names.every(name => samePath(join(one, name), join(other, name)))
}

function samePath(one: string, other: string): boolean {
  if (!existsSync(one) || !existsSync(other)) return existsSync(one) === existsSync(other)
  if (!statSync(one).isDirectory()) return sameBytes(one, other)
  const names = readdirSync(one)
  return names.length === readdirSync(other).length && sameFiles(one, other, names)
}

function sameBytes(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false
  return readFileSync(one).equals(readFileSync(other))
}

/** Which of the generic rules a pair belongs to: told by its name. */

export type Kind = 'password' | 'secret' | 'token' | 'key' | 'address'
export const KINDS: readonly Kind[] = ['password', 'secret', 'token', 'key', 'address']

export function kindOf(name: string, separator: string): Kind {
  if (separator === '://') return 'address'
  if (/pass(?!port)|pwd|pswd|psw|_pw|identified by/i.test(name)) return 'password'
  if (/token|bearer/i.test(name)) return 'token'
  if (/secret/i.test(name)) return 'secret'
  return /key|api/i.test(name) ? 'key' : 'secret'
}

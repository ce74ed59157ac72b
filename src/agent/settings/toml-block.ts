/** Our tables in a TOML file: one block between two comments at its end. What stands before it is not looked into. */

const BEGIN = '# portcullis: begin'
const END = '# portcullis: end'
const BLOCK = /\r?\n# portcullis: begin\r?\n[\s\S]*?# portcullis: end\r?\n/

export function withBlock(text: string, tables: string): string {
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n'
  const block = ['', BEGIN, ...tables.trimEnd().split('\n'), END, ''].join(newline)
  return withoutBlock(text) + block
}

export function withoutBlock(text: string): string {
  return text.replace(BLOCK, '')
}

/** Would `[[name]]` at its end be an error: is the name a plain value in it? */
export function hasValue(text: string, name: string): boolean {
  return new RegExp(`^\\s*${name}\\s*=`, 'm').test(text.split(/^\s*\[/m)[0]!)
}

/** The official SARIF schema as a question. test/golden/README.md says where it comes from. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'

const schema = JSON.parse(readFileSync(new URL('../golden/sarif-schema-2.1.0.json', import.meta.url), 'utf8'))
delete schema.$schema // draft-04, which Ajv 8 reads once its name is gone
delete schema.id
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)

/** What is wrong with it; empty when it is valid. */
export function sarifFaults(log: unknown): string[] {
  return validate(log)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)
}

/** The fields of a policy, as the JSON Schema and as docs/policy.md list them: `refs.match`, `remotes.allow`, `mode`. */

interface Schema {
  $ref?: string
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  items?: Schema
  allOf?: Schema[]
  definitions?: Record<string, Schema>
  type?: string
}

/** Sorted. A table named by the author counts once, whatever its name; so does an actor's own table. */
export function fieldsOfSchema(root: Schema): string[] {
  const top = Object.entries(root.properties!)
  return top.flatMap(([name, schema]) => under(name, resolved(schema, root), root)).sort()
}

/** Sorted. A heading names the table (`## [refs.<name>]`, in code), the first column of the rows below it the fields. */
export function fieldsOfDocument(text: string): string[] {
  const fields: string[] = []
  let table: string | null = null
  for (const line of text.split('\n')) {
    const heading = /^#+ (.*)$/.exec(line)?.[1]
    if (heading !== undefined) table = tableIn(heading)
    const cell = /^\| (`[^|]*`) \|/.exec(line)?.[1]
    if (table === null || cell === undefined) continue
    for (const [, field] of cell.matchAll(/`([^`]+)`/g))
      fields.push(table === '' || table === field ? field! : `${table}.${field}`)
  }
  return fields.sort()
}

/** `` `[refs.<name>]` `` → refs, `` `[[waivers]]` `` → waivers, `` `policy.toml` `` → the top level. */
function tableIn(heading: string): string | null {
  if (heading.includes('`policy.toml`')) return ''
  return /`\[+([a-z-]+)/.exec(heading)?.[1] ?? null
}

/** Tables whose keys are names: the author's own, or actors. Their fields are those of what the keys hold. */
const NAMED = ['refs', 'paths', 'changes', 'limits', 'scopes', 'people', 'groups', 'skips']

function under(name: string, schema: Schema, root: Schema): string[] {
  const held = NAMED.includes(name) ? heldBy(schema) : (schema.items ?? schema)
  const { properties } = resolved(held, root)
  return properties === undefined ? [name] : Object.keys(properties).map(field => `${name}.${field}`)
}

function heldBy({ additionalProperties, properties }: Schema): Schema {
  if (typeof additionalProperties !== 'object') return Object.values(properties!)[0]!
  return additionalProperties.allOf?.[0] ?? additionalProperties
}

function resolved(schema: Schema, root: Schema): Schema {
  return schema.$ref === undefined ? schema : root.definitions![schema.$ref.replace('#/definitions/', '')]!
}

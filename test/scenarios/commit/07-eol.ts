import { blind } from '../blinding.ts'
import type { Scenario } from '../harness.ts'

export const title = '`text eol=crlf` and `core.autocrlf`'

export async function run(s: Scenario): Promise<void> {
  await blind(s, async s => {
    s.write('.gitattributes', '*.env text eol=crlf\n')
    await s.quiet(['config', 'core.autocrlf', 'true'])
  })
}

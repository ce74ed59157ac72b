import type { Scenario } from '../harness.ts'

const POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:${'4d7a214614ab2935c943f9e0ff69d22e'.repeat(2)}
size 12345
`

export const title = 'an LFS pointer passes, a token hidden in one does not'

export async function run(s: Scenario): Promise<void> {
  s.write('model.bin', POINTER)
  await s.quiet(['add', 'model.bin'])
  await s.passes(['commit', '-m', 'a model'])
  s.append('model.bin', `ext-0-x ${s.secret()}\n`)
  await s.blocked(['commit', '-am', 'a model'], { at: 'model.bin:4' })
}

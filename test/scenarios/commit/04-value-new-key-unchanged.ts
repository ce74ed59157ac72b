import type { Scenario } from '../harness.ts'

export const title = 'the key stands on an unchanged line, the value on the new one'

export async function run(s: Scenario): Promise<void> {
  s.write(
    'pod.yaml',
    'env:\n  - name: AWS_SECRET_ACCESS_KEY\n    value: ""\n  - name: PORT\n    value: "80"\n',
  )
  await s.commitUnseen()
  s.edit('pod.yaml', 'value: ""', `value: ${s.secret('aws-secret')}`)
  await s.blocked(['commit', '-am', 'the key'], { at: 'pod.yaml' })
}

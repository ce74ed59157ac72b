import type { Scenario } from '../harness.ts'

export const title = 'the key stands on an unchanged line, the value on the new one'

export async function run(s: Scenario): Promise<void> {
  s.write('aws.json', '{\n  "aws_secret_access_key":\n    "",\n  "region": "eu-west-1"\n}\n')
  await s.commitUnseen()
  s.edit('aws.json', '    "",', `    "${s.secret('aws-secret')}",`)
  await s.blocked(['commit', '-am', 'the key'], { at: 'aws.json' })
}

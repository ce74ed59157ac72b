/** Command line tools of clouds and services, and what they leave behind. */
import { P, type Sample, sample } from './sample.ts'

export const clouds: Sample[] = [
  sample(
    'aws credentials',
    '.aws/credentials',
    `
[default]
»aws_secret_access_key = ⟦[A-Za-z0-9/+]{39}[0-9]⟧
region = eu-west-1
`,
  ),
  sample(
    's3cfg',
    '.s3cfg',
    `
[default]
host_base = s3.acme.io
»secret_key = ⟦[A-Za-z0-9/+]{39}[0-9]⟧
signature_v2 = False
use_https = True
`,
  ),
  sample(
    'boto',
    '.boto',
    `
[Credentials]
»gs_oauth2_refresh_token = 1//⟦[A-Za-z0-9_-]{40}⟧
[GSUtil]
default_project_id = acme
`,
  ),
  sample(
    'rclone',
    'rclone.conf',
    `
[box]
type = sftp
host = sftp.acme.io
user = bob
»pass = ⟦[A-Za-z0-9_-]{26}[0-9]⟧
`,
  ),
  sample(
    'passwd-s3fs',
    '.passwd-s3fs',
    `
»ACMEACMEACMEACME:⟦[A-Za-z0-9/+]{39}[0-9]⟧
`,
  ),
  sample(
    'docker configuration',
    '.docker/config.json',
    `
{
  "auths": {
    "registry.acme.io": {
»      "auth": "⟦base64:bob:[a-z0-9]{15}[A-Z][0-9]⟧"
    }
  },
  "credsStore": "desktop"
}
`,
  ),
  sample(
    'dockercfg',
    '.dockercfg',
    `
{
  "https://index.docker.io/v1/": {
    "email": "bob@acme.io",
»    "auth": "⟦base64:bob:[a-z0-9]{15}[A-Z][0-9]⟧"
  }
}
`,
  ),
  sample(
    'kubeconfig',
    '.kube/config',
    `
apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://k8s.acme.io:6443
  name: acme
users:
- name: bob
  user:
»    token: ⟦[A-Za-z0-9_-]{39}[0-9]⟧
- name: ci
  user:
    client-certificate-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t⟦[A-Za-z0-9+/]{400}⟧
»    client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt⟦[A-Za-z0-9+/]{400}⟧
`,
  ),
  sample(
    'hub',
    '.config/hub',
    `
---
github.com:
- user: bob
»  oauth_token: "⟦[0-9a-f]{40}⟧"
  protocol: https
`,
  ),
  sample(
    'gh hosts',
    '.config/gh/hosts.yml',
    `
github.com:
    user: bob
»    oauth_token: gho_⟦[A-Za-z0-9]{36}⟧
    git_protocol: https
`,
  ),
  sample(
    'doctl',
    '.config/doctl/config.yaml',
    `
context: default
»access-token: ⟦[0-9a-f]{64}⟧
output: text
`,
  ),
  sample(
    'tugboat',
    '.tugboat',
    `
---
authentication:
»  access_token: ⟦[0-9a-f]{64}⟧
ssh:
  ssh_user: bob
  ssh_key_path: "~/.ssh/id_rsa"
`,
  ),
  sample(
    'gcloud default credentials',
    'application_default_credentials.json',
    `
{
  "client_id": "764086051850-6qr4p6gpi6hn506pt8ejuq83di341hur.apps.acme.io",
»  "client_secret": "⟦[A-Za-z0-9_-]{23}[0-9]⟧",
»  "refresh_token": "1//⟦[A-Za-z0-9_-]{60}⟧",
  "type": "authorized_user"
}
`,
  ),
  sample(
    'terraform state',
    'terraform.tfstate',
    `
{
  "version": 4,
  "resources": [
    {
      "type": "aws_db_instance",
      "instances": [
        {
          "attributes": {
            "engine": "postgres",
»            "master_password": "${P}",
            "port": 5432
          }
        }
      ]
    }
  ]
}
`,
  ),
  sample(
    'terraform variables',
    'prod.auto.tfvars',
    `
region      = "eu-west-1"
»db_password = "${P}"
secret_name = "app/db"
`,
  ),
  sample(
    'heroku configuration',
    'heroku.json',
    `
{
  "heroku": {
    "HEROKU_EMAIL": "bob@acme.io",
»    "HEROKU_API_KEY": "⟦[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}⟧"
  }
}
`,
  ),
]

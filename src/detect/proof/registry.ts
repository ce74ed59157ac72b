/** The checks by the name that a rule gives in `proof`. A new one is a line here and a file beside this one. */
import type { Check } from './answer.ts'
import { awsKeyId, bedrockKey, bedrockShortKey, presignedUrl } from './aws.ts'
import { azureAdSecret, azureCask, azureDevOpsPat, azureKey, sasSignature } from './azure.ts'
import { base58Check, bech32 } from './coins.ts'
import * as sums from './crc-tokens.ts'
import * as forms from './forms.ts'
import { githubClassic, githubFineGrained } from './github.ts'
import { gitlabToken } from './gitlab.ts'
import * as json from './json-tokens.ts'
import { jsonWebToken } from './jwt.ts'
import { privateKey } from './key.ts'
import { macaroon } from './macaroon.ts'

const CHECKS: Record<string, Check> = {
  apify: sums.apify,
  atlassian: sums.atlassian,
  'atlassian-data-center': forms.atlassianDataCenter,
  'aws-bedrock': bedrockKey,
  'aws-bedrock-short': bedrockShortKey,
  'aws-key-id': awsKeyId,
  'azure-ad-secret': azureAdSecret,
  'azure-cask': azureCask,
  'azure-devops-pat': azureDevOpsPat,
  'azure-key': azureKey,
  'azure-sas': sasSignature,
  base58check: base58Check,
  'basic-auth': forms.basicAuth,
  bech32,
  bitbucket: sums.atlassian,
  canva: sums.canva,
  cloudflare: sums.cloudflare,
  confluent: sums.confluent,
  discord: forms.discord,
  'github-classic': githubClassic,
  'github-fine-grained': githubFineGrained,
  gitlab: gitlabToken,
  'grafana-api-key': json.grafanaApiKey,
  'grafana-cloud': json.grafanaCloud,
  'grafana-service-account': sums.grafanaServiceAccount,
  groq: forms.groq,
  'jfrog-api-key': forms.jfrogApiKey,
  'jfrog-reference': forms.jfrogReference,
  jwt: jsonWebToken,
  mapbox: json.mapbox,
  npm: sums.npm,
  nuget: forms.nuget,
  onepassword: json.onePassword,
  openai: forms.openai,
  postman: forms.postman,
  'presigned-url': presignedUrl,
  'private-key': privateKey,
  pypi: macaroon,
  saladcloud: sums.saladcloud,
  sendgrid: forms.sendgrid,
  sentry: json.sentry,
  slack: forms.slack,
  stripe: forms.stripe,
  vercel: sums.vercel,
  wireguard: forms.wireguard,
  zuplo: sums.zuplo,
}

/** What `proof` may be in a rule. */
export function proofNames(): string[] {
  return Object.keys(CHECKS)
}

/** Undefined for a name that does not exist: a rule with one is refused when it is compiled. */
export function checkNamed(name: string): Check | undefined {
  return Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined
}

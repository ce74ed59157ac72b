/** Signing is ssh-keygen's: it knows agents, hardware keys and passphrases. The one door to it. */
import { existsSync } from 'node:fs'
import { PortcullisError } from '../errors.ts'
import { firstLine } from '../git/spawn.ts'
import { LARGEST, openStatement } from './envelope.ts'
import { refusalOf } from './refusal.ts'
import { dearmor, verifySshsig } from './sshsig.ts'
import { buildEnvelope, buildStatement, pae } from './statement.ts'
import { type Approval, NAMESPACE } from './types.ts'

export interface Signer {
  /** a private key's file, or the public one of a key that an agent or a token holds; absolute */
  key: string
  /** for the agent's socket, PATH and askpass */
  env: NodeJS.ProcessEnv
  /** the program; `ssh-keygen` unless given */
  program?: string
  /** what ssh-keygen says while it waits (`Confirm user presence for key …`) */
  notify(text: string): void
}

/**
 * Signs and gives the envelope's bytes. Passphrase and PIN are asked for on the terminal. Throws PortcullisError (exit 3), and
 * before anybody is asked where no verifier would accept what is to be signed.
 */
export async function signApproval(approval: Approval, signer: Signer): Promise<Buffer> {
  const payload = buildStatement(approval)
  checkSignable(approval, payload)
  const sig = await sshsig(pae(payload), signer)
  const { key } = verifySshsig(sig, pae(payload), NAMESPACE)
  return buildEnvelope(payload, key.fingerprint, sig)
}

/** What an envelope has besides its payload: the largest key there is takes 2 KiB in a signature. */
const AROUND = 8192

function checkSignable({ subject }: Approval, payload: Buffer): void {
  const fault = refusalOf(() => openStatement(payload))
  if (fault !== null) throw new PortcullisError(3, `this cannot be approved: ${fault.message}`)
  if ((payload.length * 4) / 3 + AROUND <= LARGEST) return
  const paths = subject.type === 'content' ? `${subject.entries.length} paths` : 'so much'
  const hint = 'approve it commit by commit, or split the change: about 150 paths fit into one approval'
  throw new PortcullisError(3, `an approval of ${paths} is larger than ${LARGEST} bytes`, { hint })
}

/** The raw SSHSIG over `message` in our namespace. */
async function sshsig(message: Buffer, signer: Signer): Promise<Buffer> {
  if (!existsSync(signer.key)) throw keyMissing(signer.key)
  const { stdout, stderr, code } = await run(message, signer)
  if (code !== 0) throw refused(signer.key, stderr)
  const sig = dearmor(stdout)
  const fault = refusalOf(() => verifySshsig(sig, message, NAMESPACE))
  if (fault === null) return sig
  const hint = 'sign with an ed25519, ecdsa or RSA key (2048 bits at least), or a hardware key of those'
  throw new PortcullisError(3, `what "${signer.key}" signed cannot be used: ${fault.message}`, { hint })
}

interface Ended {
  stdout: string
  stderr: string
  code: number | null
}

function run(message: Buffer, { key, env, program = 'ssh-keygen', notify }: Signer): Promise<Ended> {
  const { spawn } = process.getBuiltinModule('node:child_process')
  const args = ['-Y', 'sign', '-n', NAMESPACE, '-f', key]
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: 'pipe', windowsHide: true })
    const ended: Ended = { stdout: '', stderr: '', code: null }
    child.stdout.on('data', (chunk: Buffer) => {
      ended.stdout += chunk.toString('latin1')
    })
    child.stderr.on('data', (chunk: Buffer) => {
      ended.stderr += chunk.toString('utf8')
      notify(chunk.toString('utf8'))
    })
    child.on('error', error => reject(notStarted(program, error)))
    child.on('close', code => resolve({ ...ended, code }))
    child.stdin.on('error', () => {}) // EPIPE: it stopped reading, and its exit code says why
    child.stdin.end(message)
  })
}

function notStarted(program: string, error: NodeJS.ErrnoException): PortcullisError {
  const hint = 'install OpenSSH 8.1 or newer (package openssh-client); it makes the signatures of approvals'
  const why = error.code === 'ENOENT' ? 'was not found' : `could not be started: ${error.code}`
  return new PortcullisError(3, `ssh-keygen ${why} ("${program}")`, { subject: program, hint, cause: error })
}

function keyMissing(key: string): PortcullisError {
  const hint =
    'name the file of a key that is enrolled in [people.<you>] keys: private, or public when an agent has it'
  return new PortcullisError(3, `key "${key}" not found`, { subject: key, hint })
}

function refused(key: string, stderr: string): PortcullisError {
  const hint = 'for a key in an agent: ssh-add -l must list it; for a hardware key: plug it in and touch it'
  const why = firstLine(stderr) || 'ssh-keygen said nothing'
  return new PortcullisError(3, `"${key}" did not sign: ${why}`, { subject: key, hint })
}

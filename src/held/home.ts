/** The files of a person's home that hold credentials, where the tools' own variables say they are. */
import { join } from 'node:path'
import type { HeldFile } from '../detect/index.ts'

export interface HomeFile {
  kind: HeldFile
  path: string
  /** as people call it */
  name: string
}

/** [kind, path below home, the variable that names another file (or the folder of this one)] */
const FILES: [HeldFile, string, string, string?][] = [
  ['aws', '.aws/credentials', 'AWS_SHARED_CREDENTIALS_FILE'],
  ['npmrc', '.npmrc', 'NPM_CONFIG_USERCONFIG'],
  ['netrc', '.netrc', 'NETRC'],
  ['docker', '.docker/config.json', 'DOCKER_CONFIG', 'config.json'],
]

export function homeFiles(env: NodeJS.ProcessEnv): HomeFile[] {
  const home = env.HOME || env.USERPROFILE
  return FILES.flatMap(([kind, file, variable, within]) => {
    const named = env[variable]
    if (named) return [{ kind, path: within ? join(named, within) : named, name: `~/${file} (${variable})` }]
    return home ? [{ kind, path: join(home, file), name: `~/${file}` }] : []
  })
}

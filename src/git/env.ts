/** The environment git is given: nothing of the caller's may change what git shows us. */

/**
 * The only `GIT_*` variables handed on; every other one (`GIT_CONFIG_PARAMETERS`, `GIT_EXTERNAL_DIFF`, `GIT_TRACE*`, pathspec magic,
 * `GIT_REPLACE_REF_BASE`, `GIT_SHALLOW_FILE`, `GIT_ATTR_SOURCE` ...) is dropped: a list of what is harmful would miss the next one.
 */
const KEPT = new Set([
  // which repository, index and object store: a hook that drops these looks at the wrong tree (git commit -a, PATH, quarantine)
  'GIT_DIR',
  'GIT_COMMON_DIR',
  'GIT_WORK_TREE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  // where git looks for a repository and for its own parts
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_EXEC_PATH',
  // which files hold the user's and the machine's configuration (safe.directory is read from nowhere else)
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  // said by git about the operation: read by sources, without effect on plumbing
  'GIT_EDITOR',
  'GIT_REFLOG_ACTION',
])
const KEPT_FAMILIES = /^GIT_(AUTHOR|COMMITTER|PUSH_OPTION)_/

const SET: Record<string, string> = {
  GIT_OPTIONAL_LOCKS: '0', // looking never writes the index
  GIT_NO_LAZY_FETCH: '1', // looking never fetches (git 2.45 and the fixed older ones)
  GIT_ALLOW_PROTOCOL: 'none', // the same for every other git: no transport is called "none"
  GIT_NO_REPLACE_OBJECTS: '1', // refs/replace would show the scan another object than the one that is sent
  GIT_GRAFT_FILE: '/dev/null', // info/grafts would cut commits out of what is listed
  GIT_TERMINAL_PROMPT: '0', // nothing in a hook may wait for a person
  LC_ALL: 'C', // error texts are matched in English
}

/** A copy of `env` that is safe to run plumbing under. */
export function gitEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const clean: NodeJS.ProcessEnv = {}
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase() // Windows knows no case in names
    if (!upper.startsWith('GIT_') || KEPT.has(upper) || KEPT_FAMILIES.test(upper)) clean[name] = value
  }
  return Object.assign(clean, SET)
}

/**
 * Every `safe.directory` in the configuration that the caller injected, in its order: dropping it with the rest would refuse a
 * repository that its owner declared safe (`git -c safe.directory=… commit`, CI runners).
 */
export function injectedSafeDirectories(env: NodeJS.ProcessEnv): string[] {
  return [...fromParameters(env.GIT_CONFIG_PARAMETERS ?? ''), ...fromCount(env)]
}

/** `'key=value'` (git < 2.31) or `'key'='value'`, shell-quoted: `'` is written `'\''` and `!` is written `'\!'`. */
function fromParameters(text: string): string[] {
  const quoted = "'((?:[^']|'\\\\['!]')*)'"
  const found: string[] = []
  for (const [, head = '', tail] of text.matchAll(new RegExp(`${quoted}(?:=(?:${quoted})?)?`, 'g'))) {
    const pair = tail === undefined ? unquote(head) : `${unquote(head)}=${unquote(tail)}`
    if (/^safe\.directory=/i.test(pair)) found.push(pair.slice(pair.indexOf('=') + 1))
  }
  return found
}

function unquote(text: string): string {
  return text.replace(/'\\(['!])'/g, '$1')
}

function fromCount(env: NodeJS.ProcessEnv): string[] {
  const found: string[] = []
  const count = Math.min(Number(env.GIT_CONFIG_COUNT) || 0, 10_000)
  for (let i = 0; i < count; i++) {
    if (env[`GIT_CONFIG_KEY_${i}`]?.toLowerCase() === 'safe.directory')
      found.push(env[`GIT_CONFIG_VALUE_${i}`] ?? '')
  }
  return found
}

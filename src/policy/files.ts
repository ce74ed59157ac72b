/** Where Portcullis keeps what a repository commits. Paths from the top of the work tree. */
export const FOLDER = '.portcullis'
export const POLICY_FILE = `${FOLDER}/policy.toml`
export const RULES_FOLDER = `${FOLDER}/rules`
export const BASELINE_FILE = `${FOLDER}/baseline.json`
export const KEY_FILE = `${FOLDER}/key`

/** What the command guard does not see, on purpose, and what does: named, so that nobody has to find out. */

export interface Residual {
  id: string
  /** what is not seen */
  gap: string
  /** a command that shows it; the guard has no opinion of it */
  example?: string
  /** the layer that catches it */
  caughtBy: string
}

const COMMIT = 'the commit and push hooks, which judge what is committed and pushed whatever ran git'
const CI = 'CI and the server hook, which judge the same range with the policy of the base'

export const RESIDUAL: Residual[] = [
  {
    id: 'script-files',
    gap: 'the text of scripts, makefiles and programs that lie on disk before the command',
    example: 'bash scripts/build.sh',
    caughtBy: `the file event when an agent writes the script; then ${COMMIT}`,
  },
  {
    id: 'package-scripts',
    gap: 'scripts of package managers whose text cannot be asked, unless their names speak of releases',
    example: 'npm run build',
    caughtBy: COMMIT,
  },
  {
    id: 'built-strings',
    gap: 'commands that another language puts together out of pieces that are no literals',
    example: 'python3 tool.py',
    caughtBy: COMMIT,
  },
  {
    id: 'other-libraries',
    gap: 'git done by a library (libgit2, JGit, isomorphic-git, go-git), or by another program of one’s own',
    example: 'node tools/commit.js',
    caughtBy: CI,
  },
  {
    id: 'mcp-servers',
    gap: 'MCP servers and other tools of an agent that write to a repository or a forge',
    caughtBy: `the agent hook's events for such tools; then ${CI}`,
  },
  {
    id: 'graphical',
    gap: 'editors and graphical clients that commit or push by themselves',
    caughtBy: COMMIT,
  },
  {
    id: 'running-shells',
    gap: 'text typed into a shell or program that was started before',
    caughtBy: COMMIT,
  },
  {
    id: 'earlier-calls',
    gap: 'variables, aliases and functions set by an earlier command of the same session',
    example: 'git add .',
    caughtBy: 'the call that exports or defines them is judged when it is made',
  },
  {
    id: 'user-files',
    gap: 'what a sourced start-up file of the user defines (.bashrc, a virtual environment)',
    example: 'source .venv/bin/activate && git commit -m x',
    caughtBy: COMMIT,
  },
  {
    id: 'other-machines',
    gap: 'commands on another machine or in a container that mounts the repository',
    example: "ssh build.example 'git pull'",
    caughtBy: CI,
  },
  {
    id: 'whole-variables',
    gap: 'a path that is nothing but a variable of unknown value, for tools other than git',
    example: 'rm -rf "$DIR"',
    caughtBy: 'portcullis doctor, which proves that the hooks are alive',
  },
  {
    id: 'free-arguments',
    gap: 'unknown words of git commands that only read, or where no option of theirs does harm',
    example: 'git log $ARGS',
    caughtBy: COMMIT,
  },
  {
    id: 'forge-reads',
    gap: 'reading from the forge, whatever is read',
    example: 'gh ruleset check',
    caughtBy: 'the permissions of the token',
  },
]

/** The built-in floor: what holds in every repository, whatever its policy says, and all there is where no policy can be read. */
import type { LayerText } from './types.ts'

const TEXT = `version = 1

# A replacement ref shows every reader another object than the one that is sent: no reviewer and no scan can be trusted then.
[refs.replacements]
match = ["refs/replace/**"]
push = "deny"
hint = "drop the replacement (git replace -d <object>) and rewrite the commit itself if it must change"

# What judges an agent is not the agent's to change.
[paths.guard]
match = ["/.portcullis/**", "@builtin/hooks"]
verdict = "ask"
actors = ["agent"]
hint = "leave policy and hooks as they are in this change; a person changes them in a commit of their own"
`

export const FLOOR: LayerText = { layer: 'floor', file: 'built-in floor', text: TEXT }

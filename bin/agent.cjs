'use strict'
// What a coding agent's hook starts: `node bin/agent.cjs agent hook`. One small file, and the rest only when something must be judged.
require('../dist/agent.cjs')

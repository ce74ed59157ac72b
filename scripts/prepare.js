// Runs after `npm ci` in a checkout (never in a consumer's install: prepare is for git checkouts and packing).
// Builds, then points git at the hooks in .husky so that this repository guards itself.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

await import('./build.js')
if (existsSync('.git')) execFileSync(process.execPath, ['node_modules/husky/bin.js'], { stdio: 'inherit' })

// Loaded before Portcullis (NODE_OPTIONS=--import): git does its work while a scan is at a certain place, each time the same.
//   MEDDLE_AT=N       before the Nth time that a file of the store is opened, or a folder of packs has just been listed
//   MEDDLE_AT=thread  when the first further thread starts
//   MEDDLE_DO=…       a shell command, run once
//   MEDDLE_COUNT=…    a file for how many such places there were
import { execSync } from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const { MEDDLE_AT, MEDDLE_DO, MEDDLE_COUNT } = process.env
let places = 0

function meddle() {
  execSync(MEDDLE_DO, { stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } })
}

function reach() {
  places++
  if (places === Number(MEDDLE_AT)) meddle()
}

const inStore = path => /[\\/]objects[\\/](pack|[0-9a-f]{2})[\\/]/.test(String(path))
const { openSync, readFileSync, readdirSync } = fs

fs.openSync = (path, ...more) => {
  if (inStore(path)) reach()
  return openSync(path, ...more)
}
fs.readFileSync = (path, ...more) => {
  if (inStore(path)) reach()
  return readFileSync(path, ...more)
}
fs.readdirSync = (path, ...more) => {
  const names = readdirSync(path, ...more)
  if (/[\\/]objects[\\/]pack$/.test(String(path))) reach()
  return names
}

if (isMainThread) {
  syncBuiltinESMExports()
  if (MEDDLE_COUNT) process.on('exit', () => fs.writeFileSync(MEDDLE_COUNT, String(places)))
} else if (MEDDLE_AT === 'thread') meddle()

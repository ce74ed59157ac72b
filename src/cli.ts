console.error('portcullis: not built yet')
process.exitCode = 3

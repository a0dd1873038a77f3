// @ts-check

// Imported before a program, which then ends when its standard input does, and so cannot outlive who started it.
process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'));

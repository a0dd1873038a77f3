// @ts-check

// Imported before a program: it then ends with its standard input, and cannot outlive its parent process.
process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'));

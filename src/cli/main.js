// @ts-check
import { ExitCode } from './exit-code.js';
import { report } from './failure.js';
import { saveMemory } from './memory.js';
import { run } from './program.js';

// Whatever ends the process without a word of ours must not read as "all allowed" (0) or "something blocked" (1).
process.exitCode = ExitCode.undetermined;
process.on('uncaughtException', (error) => {
  report(error);
  process.exit(ExitCode.undetermined);
});

saveMemory();
run(process.argv.slice(2)).then((code) => (process.exitCode = code));

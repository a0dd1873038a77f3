// @ts-check
import { ExitCode } from './exit-code.js';
import { report } from './failure.js';
import { saveMemory } from './memory.js';
import { run } from './program.js';

// If the process ends unexpectedly, its exit code must not mean "all allowed" (0) or "something blocked" (1).
process.exitCode = ExitCode.undetermined;
process.on('uncaughtException', (error) => {
  report(error);
  process.exit(ExitCode.undetermined);
});

saveMemory();
run(process.argv.slice(2)).then((code) => (process.exitCode = code));

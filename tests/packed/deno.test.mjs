// @ts-check
import { tmpdir } from 'node:os';
import { serverCases } from '../behaviour/server-cases.js';
import { everyCase } from '../support/every-case.mjs';
import { platformProgram } from '../../scripts/setup/platform-program.mjs';
import { CONSUMER } from './support/consumer.mjs';
import { serverRuntime } from './support/server-runtime.mjs';

// The cases write a file and scan it; the package itself needs only the net permission.
const PERMISSIONS = [
  '--no-prompt',
  '--allow-net=127.0.0.1',
  `--allow-read=${tmpdir()}`,
  `--allow-write=${tmpdir()}`,
  '--allow-env=TMPDIR,TMP,TEMP',
];

everyCase(async () => {
  const deno = platformProgram(CONSUMER, '@deno', 'deno');
  return serverRuntime(deno, ['run', ...PERMISSIONS, 'samples/server/cases.mjs']);
}, serverCases);

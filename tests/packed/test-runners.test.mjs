// @ts-check
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { startGateway } from '../support/gateway.mjs';
import { environment } from './support/bundler.mjs';
import { inConsumer } from './support/consumer.mjs';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = await startGateway();
});
after(() => gateway?.stop());

/**
 * Runs the specifications of a sample; what the runner says is why the test fails.
 * @param {string} sample
 * @param {string} program
 * @param {string[]} args
 */
async function passes(sample, program, ...args) {
  const options = {
    cwd: inConsumer('samples', sample),
    env: { ...environment(), CI: 'true', GATEWAY: gateway.address },
  };
  const command = [inConsumer('node_modules', program), ...args];
  await promisify(execFile)(process.execPath, command, options).catch(({ stdout, stderr }) => {
    throw new Error(`${stdout}\n${stderr}`);
  });
}

test('Jest: with jsdom, with the fetch of jest-fixed-jsdom, and without a DOM', () =>
  passes('jest', 'jest/bin/jest.js', '--no-cache', '--no-watchman'));

test('Vitest: with jsdom, and with happy-dom', () => passes('vitest', 'vitest/vitest.mjs', 'run'));

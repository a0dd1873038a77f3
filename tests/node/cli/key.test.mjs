// @ts-check
// Where `metadefender-wasm` gets its key from, and that it is never printed.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { command } from '../../support/command.mjs';
import { startGateway } from '../../support/gateway.mjs';

const KEY = 'aSecretThatNobodySees42';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
let folder = '';
/** @type {Record<string, string>} */
let env = {};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-cli-'));
  gateway = await startGateway('--require-key', '--api-key', KEY);
  env = { METADEFENDER_URL: gateway.address, XDG_CONFIG_HOME: join(folder, 'config') };
  await writeFile(join(folder, 'file'), 'harmless');
});
after(async () => {
  await gateway?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs it, and asserts that its output does not contain the key. @param {string[]} words @param {import('../../support/command.mjs').CommandOptions} [options] */
async function run(words, options = {}) {
  const all = { cwd: folder, ...options, env: { ...env, ...options.env } };
  const result = await command(words, all);
  assert.ok(!(result.stdout + result.stderr).includes(KEY), result.stdout + result.stderr);
  return result;
}

test('the key is read from the environment or a file', async () => {
  assert.equal((await run(['scan', 'file'], { env: { METADEFENDER_KEY: KEY } })).code, 0);
  await writeFile(join(folder, 'key'), `${KEY}\n`);
  assert.equal((await run(['scan', '--key-file', 'key', 'file'])).code, 0);
  const wrong = { env: { METADEFENDER_KEY: 'anotherOne' } };
  assert.equal((await run(['scan', '--key-file', 'key', 'file'], wrong)).code, 0);
});

test('a wrong or missing key ends the scan at once with a remedy', async () => {
  for (const key of ['wrong', '']) {
    const options = { env: { METADEFENDER_KEY: key } };
    const { code, stdout, stderr } = await run(['scan', 'file'], options);
    assert.match(
      stderr,
      /check the key: METADEFENDER_KEY, --key-file, or `metadefender-wasm login`/,
    );
    assert.doesNotMatch(stdout, /^allowed/m);
    assert.equal(code, 2);
  }
});

test('the key is not accepted on the command line', async () => {
  for (const words of [[`--key=${KEY}`], ['--key', KEY], [`--api-key=${KEY}`], ['--apikey', KEY]]) {
    const { code, stderr } = await run(['scan', 'file', ...words]);
    assert.match(stderr, /command line takes no key/);
    assert.equal(code, 2);
  }
});

test('login stores the key for one address, readable by the user only, and logout deletes it', async () => {
  const { code, stderr } = await run(['login'], { input: `${KEY}\n` });
  const file = join(folder, 'config', 'metadefender-wasm', 'keys.json');
  assert.ok(stderr.includes(file), stderr);
  assert.equal(code, 0);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal((await stat(join(file, '..'))).mode & 0o777, 0o700);
  assert.equal((await run(['scan', 'file'])).code, 0);
  assert.equal((await run(['rules', '--url', `${gateway.address}/`])).code, 0);

  // It is not sent to another service.
  const other = await startGateway('--require-key', '--api-key', KEY);
  assert.equal((await run(['scan', '--url', other.address, 'file'])).code, 2);
  await other.stop();

  assert.equal((await run(['logout'])).code, 0);
  assert.ok(!(await readFile(file, 'utf8')).includes(KEY));
  assert.equal((await run(['scan', 'file'])).code, 2);
});

test('a refused or invalid key is not stored', async () => {
  const inputs = {
    'notTheKey\n': /forbidden/,
    '\n': /holds no key/,
    [`${KEY}\n${KEY}`]: /holds no key/,
  };
  for (const [input, why] of Object.entries(inputs)) {
    const { code, stderr } = await run(['login'], { input });
    assert.match(stderr, why);
    assert.equal(code, 2);
  }
  assert.equal((await run(['scan', 'file'])).code, 2);
});

test('the error about a damaged or missing key file does not show its content', async () => {
  const options = { env: { XDG_CONFIG_HOME: join(folder, 'damaged') } };
  await run(['login'], { ...options, input: KEY });
  await writeFile(join(folder, 'damaged', 'metadefender-wasm', 'keys.json'), `{"x": "${KEY}`);
  assert.match((await run(['scan', 'file'], options)).stderr, /is damaged/);
  assert.match((await run(['rules', '--key-file', 'nowhere'])).stderr, /cannot be read: ENOENT/);
});

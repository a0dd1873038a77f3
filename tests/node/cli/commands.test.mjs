// @ts-check
// The other commands of `metadefender-wasm`, and its output on a terminal.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify, stripVTControlCharacters } from 'node:util';
import { EICAR } from '../../behaviour/reports.js';
import { command, PROGRAM, startCommand } from '../../support/command.mjs';
import { startGateway } from '../../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
let folder = '';
/** @type {Record<string, string>} */
let env = {};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-cli-'));
  gateway = await startGateway();
  env = { METADEFENDER_URL: gateway.address };
  await writeFile(join(folder, 'clean.txt'), 'harmless');
  await writeFile(join(folder, 'eicar.com'), EICAR);
});
after(async () => {
  await gateway?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string[]} words */
const run = (...words) => command(words, { cwd: folder, env });

/** @param {string} text @param {string} [algorithm] */
const hashOf = (text, algorithm = 'sha256') => createHash(algorithm).update(text).digest('hex');

test('hash prints the same as sha256sum, and fails for unreadable files', async () => {
  const { code, stdout } = await run('hash', 'clean.txt', 'eicar.com');
  const paths = ['clean.txt', 'eicar.com'];
  assert.equal(stdout, execFileSync('sha256sum', paths, { cwd: folder, encoding: 'utf8' }));
  assert.equal(code, 0);
  const md5 = await run('hash', '--algorithm', 'md5', 'nowhere', 'clean.txt');
  assert.equal(md5.stdout, `${hashOf('harmless', 'md5')}  clean.txt\n`);
  assert.match(md5.stderr, /nowhere: /);
  assert.equal(md5.code, 2);
});

test('lookup prints the results of hashes', async () => {
  await run('scan', 'clean.txt', 'eicar.com');
  const clean = hashOf('harmless');
  const known = await run('lookup', clean, hashOf('harmless', 'sha512'));
  assert.match(known.stdout, new RegExp(`^allowed {7}${clean}$`, 'm'));
  assert.equal(known.code, 0);
  const bad = await run('lookup', clean, hashOf(EICAR, 'md5'));
  assert.match(bad.stdout, /^blocked .*infected: EICAR/m);
  assert.equal(bad.code, 1);
  const hashes = [hashOf('never seen'), hashOf('never seen', 'md5'), 'no hash'];
  const unknown = await run('lookup', clean, ...hashes);
  assert.equal(unknown.stdout.match(/^undetermined .* (not-found|invalid-input)/gm)?.length, 3);
  assert.equal(unknown.code, 2);
});

test('result prints a report, and its exit code is by the verdict', async () => {
  const { files } = JSON.parse((await run('scan', '-f', 'json', 'eicar.com')).stdout);
  const table = await run('result', files[0].dataId);
  assert.match(table.stdout, /^verdict {3}blocked$/m);
  assert.match(table.stdout, /^why .*EICAR-Test-File/m);
  assert.equal(table.code, 1);
  const json = await run('result', '--wait', '--format', 'json', files[0].dataId);
  assert.equal(JSON.parse(json.stdout).file_info.sha256.toLowerCase(), hashOf(EICAR));
  const unknown = await run('result', '0'.repeat(32));
  assert.match(unknown.stderr, /not-found/);
  assert.equal(unknown.code, 2);
});

test('rules lists the rules', async () => {
  const { code, stdout } = await run('rules');
  assert.match(stdout, /^File process$/m);
  assert.equal(code, 0);
});

test('gateway runs the local gateway if it is installed, or says how to get it', async () => {
  const program = /** @type {string} */ (process.env.GATEWAY_BIN);
  const found = { cwd: folder, env: { METADEFENDER_GATEWAY: program } };
  const { child, result } = startCommand(['gateway', '--', '--port', '0'], found);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  const { code, stdout } = await result;
  assert.match(stdout, /^listening on http/);
  assert.equal(code, 2);
  const missing = await command(['gateway'], { env: { METADEFENDER_GATEWAY: 'no-such-program' } });
  assert.match(missing.stderr, /not installed.*npm start/);
  assert.equal(missing.code, 2);
});

test('help, version and completion need no service', async () => {
  const { version } = JSON.parse(
    await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  assert.equal((await command(['--version'])).stdout, `${version}\n`);
  const help = await command(['--help']);
  assert.match(help.stdout, /Exit codes:[^]*METADEFENDER_|METADEFENDER_[^]*Exit codes:/);
  assert.equal(help.code, 0);
  const script = (await command(['completion', 'bash'])).stdout;
  // As bash calls it, with the words of the line.
  const line = `${script}
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _metadefender_wasm; echo "\${COMPREPLY[*]}"`;
  const complete = (/** @type {string[]} */ ...words) => {
    const args = ['-c', line, 'bash', 'metadefender-wasm', ...words];
    return execFileSync('bash', args, { encoding: 'utf8' }).trim();
  };
  assert.equal(complete('sc'), 'scan');
  assert.equal(complete('scan', '--format', ''), 'table json sarif junit');
  assert.equal(complete('hash', '-a', 'sha2'), 'sha256');
  assert.equal(complete('scan', '--rec'), '--recursive');
  assert.equal(complete('completion', ''), 'bash zsh fish');
  for (const shell of ['zsh', 'fish']) {
    const { code, stdout } = await command(['completion', shell]);
    assert.match(stdout, /--?l? ?recursive/);
    assert.equal(code, 0);
  }
});

/** Runs it in a pseudo-terminal. @param {string[]} words @param {Record<string, string>} [more] */
async function onTerminal(words, more = {}) {
  const called = [process.execPath, PROGRAM, ...words].map((word) => `'${word}'`).join(' ');
  const line = `stty cols 80 rows 24; ${called}`;
  const options = { cwd: folder, env: { PATH: process.env.PATH, TERM: 'xterm', ...env, ...more } };
  const running = promisify(execFile)('script', ['-qec', line, '/dev/null'], options);
  running.child.stdin?.end();
  const { stdout } = await running;
  return stdout;
}

test('on a terminal there are a progress bar and colours, unless switched off', async () => {
  const output = await onTerminal(['scan', 'clean.txt']);
  assert.match(output, /[\u2588\u2591]{30} +\d+ % {2}\d of \d files/);
  assert.ok(output.includes('\x1b[32mallowed'), output);
  // The final content of the terminal.
  assert.match(stripVTControlCharacters(output), /allowed {7}clean\.txt\r\n/);

  const plain = await onTerminal(['scan', 'clean.txt'], { NO_COLOR: '1' });
  assert.doesNotMatch(plain, /\x1b\[[\d;]*m/);
  assert.match(plain, /allowed {7}clean\.txt/);

  const quiet = await onTerminal(['scan', '--quiet', 'clean.txt']);
  assert.doesNotMatch(quiet, /[\u2588\u2591]/);
});

test('without a terminal there are no progress bar and no colours', async () => {
  const { stdout, stderr } = await run('scan', 'clean.txt');
  assert.doesNotMatch(stdout + stderr, /\x1b|\u2591/);
});

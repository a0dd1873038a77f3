// @ts-check
// `metadefender-wasm scan`: which files it scans, its output, and its exit codes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { command } from '../../support/command.mjs';
import { freePort } from '../../support/free-port.mjs';
import { startGateway } from '../../support/gateway.mjs';
import { zip } from '../../../www/samples/zip.js';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
let folder = '';
/** @type {Record<string, string>} */
let env = {};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-cli-'));
  gateway = await startGateway();
  env = { METADEFENDER_URL: gateway.address };
  await mkdir(join(folder, 'clean', 'deep', 'deeper'), { recursive: true });
  await writeFile(join(folder, 'clean', 'one.txt'), 'harmless one');
  await writeFile(join(folder, 'clean', 'deep', 'deeper', 'two.txt'), 'harmless two');
  await writeFile(join(folder, 'eicar.com'), EICAR);
  await writeFile(join(folder, 'empty'), '');
  await mkdir(join(folder, 'nothing'));
});
after(async () => {
  await gateway?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string[]} words */
const scan = (...words) => command(['scan', ...words], { cwd: folder, env });

/** @param {string} stdout */
const rows = (stdout) => stdout.split('\n').filter(Boolean).sort();

test('0: every file in a folder and its subfolders is allowed', async () => {
  const { code, stdout, stderr } = await scan('--recursive', 'clean');
  assert.deepEqual(rows(stdout), [
    'allowed       clean/deep/deeper/two.txt',
    'allowed       clean/one.txt',
  ]);
  assert.equal(stderr, 'metadefender-wasm: 2 files: 2 allowed, 0 blocked, 0 undetermined\n');
  assert.equal(code, 0);
});

test('1: a file is blocked, whatever else is found, and its row says why', async () => {
  const { code, stdout } = await scan('-r', 'clean', 'eicar.com', 'empty');
  assert.equal(code, 1);
  assert.match(stdout, /^blocked {7}eicar\.com {2}infected: EICAR-Test-File \(EICAR\)$/m);
  assert.match(stdout, /^undetermined {2}empty {2}empty-file: /m);
});

test('1: a file in an archive is blocked', async () => {
  const archive = zip([
    { name: 'fine.txt', content: 'harmless' },
    { name: 'bad.com', content: EICAR },
  ]);
  await writeFile(join(folder, 'archive.zip'), new Uint8Array(await archive.arrayBuffer()));
  const { code, stdout } = await scan('archive.zip');
  assert.equal(code, 1);
  assert.match(stdout, /^blocked {7}archive\.zip {2}infected/);
});

test('2: a missing file, a folder, a pipe or an empty file was not scanned', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const wanted = {
    nowhere: 'unreadable: there is no such file',
    clean: 'folder: --recursive scans the files in it',
    pipe: 'special-file: ',
    '/dev/zero': 'special-file: ',
    empty: 'empty-file: ',
  };
  const { code, stdout } = await scan('clean/one.txt', ...Object.keys(wanted));
  for (const [path, why] of Object.entries(wanted)) {
    const row = `undetermined  ${path}  ${why}`;
    assert.ok(
      rows(stdout).some((each) => each.startsWith(row)),
      stdout,
    );
  }
  assert.match(stdout, /^allowed {7}clean\/one\.txt$/m);
  assert.equal(code, 2);
});

test('2: there was nothing to scan', async () => {
  for (const words of [['nothing'], ['--skip-empty', 'empty']]) {
    const { code, stderr } = await scan('--recursive', ...words);
    assert.match(stderr, /nothing to scan/);
    assert.equal(code, 2);
  }
});

test('empty files are skipped if configured', async () => {
  const { code, stdout } = await scan('--skip-empty', 'empty', 'clean/one.txt');
  assert.deepEqual(rows(stdout), [
    'allowed       clean/one.txt',
    'skipped       empty  empty-file',
  ]);
  assert.equal(code, 0);
});

test('symbolic links in folders are skipped with a notice, or followed without endless loops', async () => {
  await mkdir(join(folder, 'linked'));
  await symlink('../eicar.com', join(folder, 'linked', 'link'));
  await symlink('..', join(folder, 'linked', 'up'));
  const skipped = await scan('--recursive', 'linked', 'clean/one.txt');
  assert.match(skipped.stdout, /^skipped {7}linked\/link {2}symbolic-link$/m);
  assert.equal(skipped.code, 0);
  const named = await scan('linked/link');
  assert.equal(named.code, 1);
  const followed = await scan('--recursive', '--follow-links', 'linked');
  assert.match(followed.stdout, /^blocked {7}linked\/link /m);
  assert.match(followed.stdout, /^skipped .* link-to-parent$/m);
  assert.equal(followed.code, 1);
});

test('terminal control sequences in names and messages are escaped', async () => {
  const name = 'a\x1b[31m\nb\x9b2J\u202ec.txt';
  await writeFile(join(folder, name), 'harmless');
  for (const format of ['table', 'json', 'sarif', 'junit']) {
    const { code, stdout, stderr } = await scan('--format', format, name, `${name}.gone`);
    assert.equal(code, 2);
    assert.doesNotMatch(stdout + stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
    if (format === 'table') assert.match(stdout, /a\\x1b\[31m\\x0ab\\x9b2J\\u202ec\.txt$/m);
  }
});

test('known files are not sent again, unless requested', async () => {
  const path = join(folder, 'known.txt');
  await writeFile(path, `harmless ${Math.random().toString(36)}`);
  const via = async (/** @type {string[]} */ ...words) =>
    JSON.parse((await scan('--format', 'json', ...words, path)).stdout).files[0].via;
  assert.equal(await via(), 'analysis');
  assert.equal(await via(), 'lookup');
  assert.equal(await via('--no-lookup'), 'analysis');
});

test('the report file itself is not scanned', async () => {
  const path = join(folder, 'report');
  await mkdir(path);
  await writeFile(join(path, 'one.txt'), 'harmless one');
  const { code } = await command(['scan', '-r', '-f', 'json', '-o', 'report.json', '.'], {
    cwd: path,
    env,
  });
  assert.equal(code, 0);
});

test('a file that changes while it is scanned is not allowed', async (t) => {
  const path = join(folder, 'changing.txt');
  await writeFile(path, 'harmless');
  // Knows no file, and changes the file between the lookup and the upload.
  const server = createServer(async (request, response) => {
    for await (const _chunk of request);
    await writeFile(path, 'harmful!');
    if (request.method === 'POST') response.end('{"data_id":"one"}');
    else response.writeHead(404).end('{}');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const { code, stdout } = await scan('--url', `http://127.0.0.1:${port}`, path);
  assert.match(stdout, /^undetermined .* invalid-input: .*changed/);
  assert.equal(code, 2);
});

test('if the service is unreachable, the scan ends with a single line and a remedy', async () => {
  const many = join(folder, 'many');
  await mkdir(many);
  for (let index = 0; index < 40; index += 1) await writeFile(join(many, `${index}`), `${index}`);
  const address = `http://127.0.0.1:${await freePort()}`;
  const words = ['--url', address, '--recursive', '--concurrency', '4', '--format', 'json'];
  const { code, stdout, stderr } = await scan(...words, 'many');
  assert.match(stderr, /given up: network: .*check the address/);
  const { files, complete, verdict } = JSON.parse(stdout);
  assert.ok(files.length < 40, `${files.length} files were tried`);
  assert.ok(files.every((/** @type {any} */ file) => file.verdict === 'undetermined'));
  assert.deepEqual({ complete, verdict }, { complete: false, verdict: 'undetermined' });
  assert.equal(code, 2);
});

test('a batch has a certificate, which includes known files', async () => {
  const files = ['clean/one.txt', 'clean/deep/deeper/two.txt'];
  const batch = (/** @type {string[]} */ ...words) =>
    scan('--batch', '--certificate', 'certificate.yml', ...words);
  assert.equal((await scan(...files)).code, 0);
  const { code, stdout } = await batch('--format', 'json', ...files);
  assert.equal(code, 0);
  const report = JSON.parse(stdout);
  assert.ok(report.batchId);
  assert.deepEqual(
    report.files.map((/** @type {any} */ { path, via }) => [path, via]),
    files.map((path) => [path, 'analysis']),
  );
  const certificate = await readFile(join(folder, 'certificate.yml'), 'utf8');
  for (const { dataId } of report.files) assert.ok(certificate.includes(dataId), certificate);

  assert.equal((await batch('eicar.com', ...files)).code, 1);
  assert.equal((await batch('nowhere', ...files)).code, 2);
});

test('2: a certificate that cannot be obtained is a failure, detected early', async () => {
  const wanted = {
    'needs --batch': ['--certificate', 'it.yml', 'clean/one.txt'],
    'cannot be written': ['--output', 'nowhere/it', 'clean/one.txt'],
    'can be written to': ['--batch', '--certificate', 'nowhere/it.yml', 'clean/one.txt'],
    'no file was analysed': ['--batch', '--certificate', 'it.yml', 'nowhere'],
  };
  for (const [why, words] of Object.entries(wanted)) {
    const { code, stderr } = await scan(...words);
    assert.ok(stderr.includes(why), stderr);
    assert.equal(code, 2);
  }
});

test('2: a wrong command line prints its correct use, and nothing is sent', async () => {
  const wanted = {
    "unknown option '--nonsense'": ['scan', '--nonsense=hidden', 'clean'],
    'Allowed choices are table, json, sarif, junit': ['scan', '--format', 'xml', 'clean'],
    'Allowed choices are cluster, cloud-v2, cloud-v4': ['scan', '--api', 'soap', 'clean'],
    'whole number': ['scan', '--concurrency', '0', 'clean'],
    "missing required argument 'path'": ['scan'],
    "unknown command 'skan'": ['skan'],
    'no completion for tcsh': ['completion', 'tcsh'],
    'no address of MetaDefender': ['scan', 'clean/one.txt'],
    Usage: [],
  };
  const called = Object.entries(wanted).map(async ([why, words]) => {
    const { code, stdout, stderr } = await command(words, { cwd: folder });
    assert.ok(stderr.includes(why), stderr);
    assert.ok(!stderr.includes('hidden'), stderr);
    assert.equal(stdout, '');
    assert.equal(code, 2);
  });
  await Promise.all(called);
});

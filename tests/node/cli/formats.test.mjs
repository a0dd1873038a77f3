// @ts-check
// The reports of `metadefender-wasm scan`, parsed like other programs do.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { EICAR } from '../../behaviour/reports.js';
import { command } from '../../support/command.mjs';
import { startGateway } from '../../support/gateway.mjs';

const require = createRequire(import.meta.url);
// Not by `import`: its types are none to TypeScript 7.
const { SaxesParser } = require(/** @type {string} */ ('saxes'));

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
let folder = '';

/** Characters that have to be escaped in XML, URLs and on terminals. */
const ODD = 'ä <&"\'> %41 #?\x01\x1b\u2028.txt';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-cli-'));
  gateway = await startGateway();
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files', 'clean.txt'), 'harmless');
  await writeFile(join(folder, 'files', 'eicar.com'), EICAR);
  await writeFile(join(folder, 'files', 'empty'), '');
  await writeFile(join(folder, 'files', ODD), EICAR);
});
after(async () => {
  await gateway?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string} format @param {string[]} words */
async function report(format, ...words) {
  const all = ['scan', '--recursive', '--format', format, ...words];
  const env = { METADEFENDER_URL: gateway.address };
  const { stdout } = await command(all, { cwd: folder, env });
  return stdout;
}

test('JSON: each file with its result, and the summary', async () => {
  const { files, ...rest } = JSON.parse(await report('json', 'files'));
  const byPath = Object.fromEntries(files.map((/** @type {any} */ file) => [file.path, file]));
  const { sha256, threats, dataId, verdict, reason } = byPath['files/eicar.com'];
  // The hash that EICAR's file is known by.
  assert.equal(sha256, '275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f');
  assert.deepEqual(threats, [{ engine: 'EICAR', threat: 'EICAR-Test-File' }]);
  assert.match(dataId, /^[0-9a-f]{32}$/);
  assert.deepEqual([verdict, reason], ['blocked', 'infected']);
  assert.equal(byPath[`files/${ODD}`].verdict, 'blocked');
  assert.deepEqual(rest, {
    counts: { allowed: 1, blocked: 2, undetermined: 1, skipped: 0 },
    complete: true,
    verdict: 'blocked',
  });
  const nothing = JSON.parse(await report('json', 'nowhere'));
  assert.equal(nothing.verdict, 'undetermined');
});

test('SARIF: valid by the OASIS schema and the rules of code scanning', async () => {
  const schema = require.resolve('schemastore/schemas/json/sarif-2.1.0.json');
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(schema, 'utf8')));
  for (const words of [['files'], ['files/clean.txt'], ['/dev/null']]) {
    const text = await report('sarif', ...words);
    assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors, null, 2));
  }

  const log = JSON.parse(await report('sarif', 'files', '/dev/null'));
  const [{ results, tool }] = log.runs;
  /** @type {Record<string, any>} */
  const byUri = {};
  for (const result of results) {
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    assert.ok(region.startLine >= 1);
    assert.ok(tool.driver.rules.some((/** @type {any} */ { id }) => id === result.ruleId));
    byUri[artifactLocation.uri] = result;
  }
  // No allowed files.
  const odd = 'files/%C3%A4%20%3C&%22%27%3E%20%2541%20%23%3F%01%1B%E2%80%A8.txt';
  const uris = Object.keys(byUri).map((uri) => uri.replaceAll("'", '%27'));
  assert.deepEqual(uris.sort(), ['file:///dev/null', odd, 'files/eicar.com', 'files/empty'].sort());
  assert.equal(byUri['files/eicar.com'].level, 'error');
  assert.match(byUri['files/eicar.com'].message.text, /EICAR-Test-File/);
  assert.equal(byUri['files/empty'].level, 'warning');
  for (const rule of tool.driver.rules) {
    assert.ok(rule.shortDescription.text && rule.help.text);
    assert.ok(Number(rule.properties['security-severity']) > 0);
  }
});

test('SARIF and JUnit say that a scan was not completed', async () => {
  const dead = ['--url', 'http://127.0.0.1:1', 'files/clean.txt'];
  const [run] = JSON.parse(await report('sarif', ...dead)).runs;
  assert.equal(run.invocations[0].executionSuccessful, false);
  assert.match(run.invocations[0].toolExecutionNotifications[0].message.text, /given up/);
  const { suite } = parse(await report('junit', ...dead));
  assert.equal(suite.errors, '2');
});

test('JUnit: a test case for each file, which fails if the file is blocked', async () => {
  const { suite, cases } = parse(await report('junit', 'files'));
  const { tests, failures, errors, skipped } = suite;
  assert.deepEqual([tests, failures, errors, skipped], ['4', '2', '1', '0']);
  assert.deepEqual(cases['files/clean.txt'], undefined);
  assert.equal(cases['files/eicar.com']?.element, 'failure');
  assert.match(cases['files/eicar.com']?.message ?? '', /^infected: EICAR-Test-File/);
  assert.equal(cases['files/empty']?.element, 'error');
  const name = `files/${ODD}`.replace('\x01', '\\x01').replace('\x1b', '\\x1b');
  assert.equal(cases[name.replace('\u2028', '\\u2028')]?.element, 'failure');
});

/**
 * Parses JUnit XML with a strict parser.
 * @param {string} xml
 */
function parse(xml) {
  /** @type {Record<string, string>} */
  let suite = {};
  /** What is wrong with a case, by its name. @type {Record<string, { element: string, message?: string } | undefined>} */
  const cases = {};
  let name = '';
  const parser = new SaxesParser();
  parser.on('error', (/** @type {Error} */ error) => assert.fail(error));
  /** @param {{ name: string, attributes: Record<string, string> }} tag */
  function open({ name: element, attributes }) {
    if (element === 'testsuite') suite = attributes;
    else if (element === 'testcase') {
      name = attributes.name ?? '';
      cases[name] = undefined;
    } else if (element !== 'testsuites') cases[name] = { element, message: attributes.message };
  }
  parser.on('opentag', open);
  parser.write(xml).close();
  return { suite, cases };
}

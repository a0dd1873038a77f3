// @ts-check
// The handlers in a route of Next.js, an endpoint of SvelteKit, and Vercel's edge runtime: what is allowed comes with its verdict, what is
// blocked does not.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { EICAR } from '../../behaviour/reports.js';
import { startGateway } from '../../support/gateway.mjs';
import { keeper, problem, SECRET, sha256, unknown, until } from '../support/screening.mjs';

if (!process.env.EDGE_FRAMEWORKS)
  throw new Error('EDGE_FRAMEWORKS names no project: run `npm test`');
const inProject = (/** @type {string[]} */ ...path) =>
  join(String(process.env.EDGE_FRAMEWORKS), ...path);
const { connect } = await import(inProject('node_modules/metadefender-wasm/dist/node.js'));

const MB = 1_000_000;
/** Without it, SvelteKit assumes https for its own address and refuses forms of its own page as cross-site. */
const PROTOCOL_HEADER = 'x-forwarded-proto';
const kept = keeper();

/**
 * A server of one of these frameworks.
 * @typedef {object} Framework
 * @property {string} folder
 * @property {string[]} program
 * @property {string[]} [build]
 * @property {boolean} [hasFolder] whether bodies are held on the disk
 * @property {boolean} [needsType] whether a body has to name its type
 */

/** @type {Record<string, Framework>} */
const FRAMEWORKS = {
  'a route of Next.js': {
    folder: 'next',
    program: [inProject('node_modules/next/dist/bin/next'), 'dev', '-H', '127.0.0.1', '-p', '0'],
    hasFolder: true,
  },
  'an endpoint of SvelteKit': {
    folder: 'sveltekit',
    build: [inProject('node_modules/vite/bin/vite.js'), 'build'],
    program: ['build'],
    hasFolder: true,
    needsType: true,
  },
  "Vercel's edge runtime": {
    folder: 'edge-runtime',
    program: ['serve.mjs'],
  },
};

/** @param {Framework} framework @param {string} gateway */
async function start({ folder, program }, gateway) {
  const held = mkdtempSync(join(tmpdir(), 'metadefender-wasm-framework-'));
  const child = spawn(process.execPath, program, {
    cwd: inProject(folder),
    env: {
      ...environment(),
      ...{ METADEFENDER_URL: gateway, VERDICT_SECRET: SECRET, UPLOADS_HELD: held },
      // For SvelteKit's server, whose default limit is 512 KiB.
      ...{ HOST: '127.0.0.1', PORT: '0', PROTOCOL_HEADER, BODY_SIZE_LIMIT: 'Infinity' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const address = await Promise.race([
    addressIn(child.stdout),
    ended.then(([code]) => Promise.reject(new Error(`it ended with code ${code}`))),
  ]);
  return kept({
    address,
    held: () =>
      readdirSync(held, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
    async stop() {
      child.kill();
      await ended;
      await rm(held, { recursive: true });
    },
  });
}

/** @param {NodeJS.ReadableStream} output @returns {Promise<string>} */
function addressIn(output) {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      const [, address] = /(http:\/\/[\w.]+:\d+)/.exec(line) ?? [];
      if (address) resolve(address);
    });
  });
}

/** The environment of a user, without the variables of the test run. */
const environment = () => ({
  ...process.env,
  NODE_TEST_CONTEXT: undefined,
  NODE_ENV: undefined,
  NEXT_TELEMETRY_DISABLED: '1',
});

for (const [name, framework] of Object.entries(FRAMEWORKS)) {
  describe(name, () => {
    /** @type {string} */
    let gateway;
    /** @type {Awaited<ReturnType<typeof start>>} */
    let server;
    before(async () => {
      const { build, folder } = framework;
      if (build) {
        await promisify(execFile)(process.execPath, build, {
          cwd: inProject(folder),
          env: environment(),
        });
      }
      gateway = kept(await startGateway()).address;
      server = await start(framework, gateway);
    });

    /** Sends a request as a page of the site does. @param {BodyInit} body @param {string} [type] */
    const upload = (body, type) =>
      fetch(`${server.address}/upload`, {
        method: 'POST',
        headers: {
          [PROTOCOL_HEADER]: 'http',
          origin: server.address,
          ...(type && { 'content-type': type }),
        },
        body,
      });

    test('receives a raw body and its verdict', async () => {
      for (const size of framework.hasFolder ? [100, 20 * MB] : [100, 5 * MB]) {
        const content = Buffer.alloc(size, unknown());
        const response = await upload(content, 'application/octet-stream');
        const text = await response.text();
        assert.equal(response.status, 200, text);
        assert.deepEqual(JSON.parse(text), { size, hashes: [sha256(content)] });
      }
    });

    test('receives a form and its verdict', async () => {
      const contents = [unknown(), Buffer.alloc(MB, unknown())];
      const form = new FormData();
      form.append('title', 'Über uns');
      for (const [index, content] of contents.entries())
        form.append(`file-${index}`, new Blob([content]), 'a.bin');
      const response = await upload(form);
      const text = await response.text();
      assert.equal(response.status, 200, text);
      const { fields, hashes } = JSON.parse(text);
      const sizes = contents.map((content) => content.length);
      assert.deepEqual(fields, { title: 'Über uns', 'file-0': sizes[0], 'file-1': sizes[1] });
      assert.deepEqual(hashes, contents.map(sha256));
    });

    test('never receives blocked or too large uploads', async () => {
      const form = new FormData();
      form.append('file', new Blob([EICAR]), 'eicar.txt');
      await problem(await upload(form), 422, 'blocked');
      await problem(await upload(EICAR, 'text/plain'), 422, 'blocked');
      const large = Buffer.alloc(101 * MB);
      if (framework.hasFolder)
        await problem(await upload(large, 'application/octet-stream'), 413, 'too-large');
    });

    test('proxies uploads from pages', async () => {
      const metadefender = await connect({ baseUrl: `${server.address}/scan` });
      const content = Buffer.alloc(5 * MB, unknown());
      const { verdict, digests } = await metadefender.scan(new Blob([content]));
      assert.deepEqual([verdict, digests.sha256], ['allowed', sha256(content)]);
      assert.equal((await metadefender.scan(new Blob([EICAR]))).verdict, 'blocked');
    });

    if (!framework.hasFolder) return;

    test('keeps nothing of an aborted upload', async () => {
      const sending = request(`${server.address}/upload`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'content-length': 20 * MB },
        agent: false,
      });
      sending.on('error', () => {});
      sending.write(Buffer.alloc(10 * MB, unknown()));
      await until(() => server.held().length > 0);
      sending.destroy();
      await until(() => server.held().length === 0);
    });

    test('never forwards a request without its body', async () => {
      // fetch sets no Content-Type for bytes.
      const response = await upload(Buffer.from(unknown()));
      // SvelteKit drops bodies without a Content-Type.
      if (framework.needsType) await problem(response, 400, 'bad-request');
      else assert.equal(response.status, 200);
    });
  });
}

// @ts-check
// preScreen holds and stores uploads in a bucket of another vendor. It runs in workerd, Node, Deno and Bun (EDGE_RUNTIME).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { clean, inProgress, startMetaDefender } from '../packed/support/scripted-metadefender.mjs';
import { keeper, problem, sha256, startScreening, until } from '../packed/support/screening.mjs';
import { startGateway } from '../support/gateway.mjs';
import { CREDENTIALS, startS3Server } from './support/s3-server.mjs';

const kept = keeper();
const MIB = 1 << 20;

/**
 * A handler that holds and stores in a bucket.
 * @param {string} gateway
 * @param {object} [options] of preScreen
 */
async function screening(gateway, options) {
  const s3 = kept(await startS3Server());
  const worker = kept(
    await startScreening({
      gateway,
      options: { store: true, holding: { memory: 6 * MIB }, subrequests: 60, ...options },
      bindings: { S3: { url: s3.url, credentials: CREDENTIALS } },
    }),
  );
  const upload = (/** @type {Uint8Array<ArrayBuffer> | ReadableStream} */ body) =>
    fetch(`${worker.address}/to`, {
      method: 'POST',
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    });
  /** The held uploads; they may be deleted after the response. */
  const held = async () =>
    (await s3.names()).filter((name) => name.includes('metadefender-holding'));
  return {
    s3,
    worker,
    upload,
    untilNothingIsHeld: () => until(async () => (await held()).length === 0),
  };
}

for (const [
  what,
  body,
] of /** @type {[string, (content: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | ReadableStream][]} */ ([
  ['of a stated length', (content) => content],
  ['of an unknown length, in parts', (content) => new Blob([content]).stream()],
])) {
  test(`20 MiB ${what} are held, scanned and stored, with their hash`, async () => {
    const { address } = kept(await startGateway());
    const { s3, upload, untilNothingIsHeld } = await screening(address);
    const content = randomBytes(20 * MIB);
    const response = await upload(body(content));
    const text = await response.text();
    assert.equal(response.status, 201, text);
    const { files } = JSON.parse(text);
    assert.deepEqual([files[0].size, files[0].sha256], [content.length, sha256(content)]);
    const stored = await s3.bucket().get(files[0].key);
    assert.ok(content.equals(Buffer.from(await new Response(stored.body).arrayBuffer())));
    assert.equal(stored.customMetadata.verdict, 'allowed');
    assert.equal(stored.customMetadata.sha256, sha256(content));
    await untilNothingIsHeld();
  });
}

test('blocked files are not stored', async () => {
  const { address } = kept(await startGateway());
  const { s3, upload, untilNothingIsHeld } = await screening(address);
  const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-' + 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
  await problem(await upload(Buffer.from(eicar)), 422, 'blocked');
  await untilNothingIsHeld();
  assert.deepEqual(await s3.names(), []);
});

test('an upload with a long analysis is held until its status is requested, and stored once', async () => {
  const state = { report: inProgress };
  const service = kept(
    await startMetaDefender((operation) =>
      operation === 'GET /file/*' ? state.report() : undefined,
    ),
  );
  const options = { waitFor: 100, retry: { attempts: 1 } };
  const { s3, worker, upload, untilNothingIsHeld } = await screening(service.address, options);
  const response = await upload(Buffer.from('what takes its time'));
  assert.equal(response.status, 202);
  const status = `${worker.address}${response.headers.get('location')}`;
  assert.equal((await fetch(status)).status, 202);
  state.report = () => clean();
  // One after the other, as s3s-fs may let several concurrent writes with the same condition succeed.
  const answers = [await settled(status), await settled(status)];
  const [key, again] = answers.map(({ files }) => files[0].key);
  assert.equal(again, key);
  assert.equal(await (await s3.bucket().get(key)).text(), 'what takes its time');
  await untilNothingIsHeld();
});

/** The final status of an upload. @param {string} status */
async function settled(status) {
  /** @type {Response | undefined} */
  let response;
  await until(async () => (response = await fetch(status)).status !== 202);
  return response?.json();
}

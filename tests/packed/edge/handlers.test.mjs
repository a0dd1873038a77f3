// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { startGateway } from '../../support/gateway.mjs';
import { importTool } from '../support/consumer.mjs';
import { startWorker } from '../support/worker.mjs';

const { connect } = await importTool('metadefender-wasm');

describe('handlers that are created when the Worker starts', () => {
  /** @type {Awaited<ReturnType<typeof startGateway>>} */
  let gateway;
  /** @type {Awaited<ReturnType<typeof startWorker>>} */
  let worker;
  before(async () => {
    gateway = await startGateway();
    const bindings = { GATEWAY: gateway.address, SECRET: 'for tests and for nothing else at all' };
    worker = await startWorker('edge/started.js', { bindings });
  });
  after(async () => {
    await worker.stop();
    await gateway.stop();
  });

  test('work like those that are created from its env', async () => {
    const metadefender = await connect({ baseUrl: `${worker.address}scan` });
    assert.equal((await metadefender.scan(new Blob([EICAR]))).verdict, 'blocked');
    const upload = (/** @type {string} */ body) => fetch(worker.address, { method: 'POST', body });
    assert.equal(
      await (await upload(`harmless ${Math.random().toString(36)}`)).text(),
      'delivered',
    );
    assert.equal((await upload(EICAR)).status, 422);
  });

  test('can have asynchronous options', async () => {
    const metadefender = await connect({ baseUrl: `${worker.address}later` });
    assert.equal((await metadefender.scan(new Blob([EICAR]))).verdict, 'blocked');
  });

  test('serve concurrent requests from the start', async () => {
    const metadefender = await connect({ baseUrl: `${worker.address}scan` });
    const scans = Array.from({ length: 12 }, async (_, index) => {
      const text = index % 2 ? EICAR : `harmless ${Math.random().toString(36)}`;
      const { verdict } = await metadefender.scan(new Blob([text]));
      assert.equal(verdict, index % 2 ? 'blocked' : 'allowed');
    });
    await Promise.all(scans);
  });
});

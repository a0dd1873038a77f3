// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cases } from '../behaviour/cases.js';
import cookies from '../behaviour/cases/cookies.js';
import { EICAR } from '../behaviour/reports.js';
import { stickyBalancer } from '../behaviour/sticky.js';
import { everyCase } from '../support/every-case.mjs';
import { startGateway } from '../support/gateway.mjs';
import { startWorker } from './support/worker.mjs';

const workerCases = { ...cases, cookies };

everyCase(async () => {
  const worker = await startWorker('workerd/cases.js');
  return {
    async runCase(...which) {
      const body = JSON.stringify(which);
      const response = await fetch(worker.address, { method: 'POST', body });
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return JSON.parse(text).problem;
    },
    stop: worker.stop,
  };
}, workerCases);

describe('a Worker that scans uploads', () => {
  /** @type {Awaited<ReturnType<typeof startGateway>>} */
  let gateway;
  /** @type {Awaited<ReturnType<typeof startWorker>>[]} */
  const workers = [];
  before(async () => {
    gateway = await startGateway();
  });
  after(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await gateway.stop();
  });

  /** @param {Record<string, unknown>} [options] */
  async function scanner(options) {
    const bindings = { GATEWAY: gateway.address };
    const worker = await startWorker('workerd/scan.js', { bindings, ...options });
    workers.push(worker);
    return async (/** @type {BodyInit} */ body) => {
      const init = { method: 'POST', body, duplex: 'half' };
      return /** @type {Promise<any>} */ ((await fetch(worker.address, init)).json());
    };
  }

  test('scans a request while streaming it', async () => {
    const scan = await scanner();
    const bytes = new Uint8Array(20 * 1024 * 1024).fill(7);
    const { verdict, sha256 } = await scan(new Blob([bytes]));
    assert.equal(verdict, 'allowed');
    assert.equal(sha256, await hexDigest(bytes));
    assert.equal((await scan(EICAR)).verdict, 'blocked');
  });

  test('buffers a short request of unknown length, and asks for the length of a long one', async () => {
    const scan = await scanner();
    assert.equal((await scan(new Blob(['abc']).stream())).verdict, 'allowed');
    const long = new Blob([new Uint8Array(17 * 1024 * 1024)]);
    assert.equal((await scan(long.stream())).code, 'length-required');
  });

  test('serves concurrent requests from the start', async () => {
    const scan = await scanner();
    const texts = Array.from({ length: 12 }, (_, index) => (index % 3 ? `clean ${index}` : EICAR));
    const scans = await Promise.all(texts.map(scan));
    for (const [index, { verdict, sha256 }] of scans.entries()) {
      const text = texts[index] ?? '';
      assert.equal(verdict, text === EICAR ? 'blocked' : 'allowed');
      assert.equal(sha256, await hexDigest(new TextEncoder().encode(text)));
    }
  });

  test('is not treated as Node because of its Node compatibility', async () => {
    const scan = await scanner({ compatibilityFlags: ['nodejs_compat'] });
    assert.equal((await scan('harmless')).verdict, 'allowed');
  });

  test('polls an analysis on the node that knows it', async () => {
    const balancer = await stickyBalancer(gateway.address);
    try {
      const scan = await scanner({ bindings: { GATEWAY: balancer.address } });
      assert.equal((await scan(`harmless ${Math.random().toString(36)}`)).verdict, 'allowed');
      assert.match(balancer.asked.at(-1) ?? '', /^GET \/file\/.* node=\d+$/);
    } finally {
      await balancer.stop();
    }
  });

  test('reaches the service through a binding', async () => {
    const scan = await scanner({
      bindings: { GATEWAY: 'http://metadefender.internal' },
      serviceBindings: {
        SERVICE: { external: { address: new URL(gateway.address).host, http: {} } },
      },
    });
    assert.equal((await scan('through a binding')).verdict, 'allowed');
    assert.equal((await scan(EICAR)).verdict, 'blocked');
  });
});

test('a Worker can pass the wasm to slim', async () => {
  const worker = await startWorker('workerd/slim.js');
  try {
    const response = await fetch(worker.address, { method: 'POST', body: 'abc' });
    assert.deepEqual(await response.json(), {
      sha256: await hexDigest(new TextEncoder().encode('abc')),
    });
  } finally {
    await worker.stop();
  }
});

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function hexDigest(bytes) {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

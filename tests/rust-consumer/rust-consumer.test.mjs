// @ts-check
// A front end in Rust that uses the crate, as it works in the hands of its users.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startGateway } from '../support/gateway.mjs';
import { inChromium, inNode } from './runtimes.mjs';

for (const launch of [inNode, inChromium]) {
  describe(launch.name, () => {
    /** @type {Awaited<ReturnType<typeof startGateway>>} */
    let gateway;
    /** @type {import('./runtimes.mjs').Runtime} */
    let runtime;
    before(async () => {
      const site = process.env.RUST_CONSUMER;
      if (!site) throw new Error('RUST_CONSUMER names no site: run `npm test`');
      gateway = await startGateway();
      runtime = await launch(site);
    });
    after(() => Promise.all([gateway?.stop(), runtime?.stop()]));
    const use = (/** @type {string} */ name) => runtime.use(name, gateway.address);

    test('a clean file is trusted', async () => {
      assert.deepEqual(await use('clean'), { trusted: true, message: 'no-threat-detected' });
    });

    test('EICAR is not, and the user is told why', async () => {
      const { trusted, message } = await use('infected');
      assert.equal(trusted, false);
      assert.match(message, /^infected: .*EICAR-Test-File/);
    });

    test('a file has the digest that FIPS 180 has for it', async () => {
      const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
      assert.equal(await use('fingerprint'), abc);
    });

    test('progress goes up to 100', async () => {
      /** @type {number[]} */
      const heard = await use('progress');
      assert.ok(heard.length > 2, `${heard}`);
      assert.deepEqual(
        heard,
        heard.toSorted((a, b) => a - b),
      );
      assert.equal(heard.at(-1), 100);
    });

    test('an abort is told from a failure, by its own reason', async () => {
      assert.equal(await use('abort'), 'changed my mind');
    });

    test('a failure has its code', async () => {
      assert.equal(await use('an empty file'), 'empty-file');
      assert.equal(await use('a wrong key'), 'forbidden');
      assert.match(await use('no address'), /baseUrl/);
    });
  });
}

// How long the response to an upload is awaited, and that a late response never causes a second upload.
import { connect } from 'metadefender-wasm';
import { assert, fails } from '../expect.js';
import { gatewayScan } from '../gateway-scan.js';
import { AT_ONCE, finished, unknownFile, unknownHash } from '../reports.js';
import { broken, scripted, silence, status } from '../scripted.js';

const MIB = 1 << 20;

/** A file that nobody has scanned before. @param {number} [size] */
const fresh = (size = 100) =>
  new File([`harmless ${Math.random().toString(36)} `.padEnd(size, '.')], 'fresh.txt');

/** ms. A busy gateway needs time to count the bytes that the runtime has sent. */
const RESPONSE_TIMEOUT = 1500;
const QUICK = { retry: { baseDelay: 1 } };

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'a response long after the last byte is awaited': async (gateway) => {
    // A busy machine may pause between two chunks of a large file.
    const scans = [
      { size: 100, timeout: 1500 },
      { size: 3 * MIB, timeout: 2000 },
    ].map(async ({ size, timeout }) => {
      const fault = `operation=POST /file; latency=${timeout + 1000}; times=1`;
      const record = await gatewayScan(gateway, fault);
      const { headers } = record;
      const metadefender = await connect({ baseUrl: gateway, headers, timeout, ...QUICK });
      const scan = await metadefender.scan(fresh(size), { poll: AT_ONCE });
      assert.equal(scan.verdict, 'allowed');
      assert.equal(await record.count('POST /file'), 1);
    });
    await Promise.all(scans);
  },

  'a response after the deadline is a timeout with a remedy, and the file is not sent again':
    async (gateway) => {
      const patience = { timeout: 20_000, responseTimeout: RESPONSE_TIMEOUT, ...QUICK };
      /** @type {((client: import('metadefender-wasm').MetaDefender) => Promise<unknown>)[]} */
      const calls = [
        (client) => client.scan(fresh(), { poll: AT_ONCE }),
        (client) => client.scan(fresh(), { poll: AT_ONCE, lookup: false }),
        (client) => client.analyze(fresh()),
        (client) => client.scan(fresh(3 * MIB), { poll: AT_ONCE, contentEncoding: 'gzip' }),
      ];
      const timeouts = calls.map(async (call) => {
        const record = await gatewayScan(gateway, 'operation=POST /file; hang');
        const { headers } = record;
        const error = await fails(
          call(await connect({ baseUrl: gateway, headers, ...patience })),
          'timeout',
        );
        assert.include(error.message, 'POST /file: no response came within');
        assert.include(error.message, 'responseTimeout');
        assert.equal(await record.count('POST /file'), 1);
      });
      await Promise.all(timeouts);
    },

  'scanBatch sends each file once as well': async (gateway) => {
    const record = await gatewayScan(gateway, 'operation=POST /file; hang');
    const { headers } = record;
    const metadefender = await connect({
      ...{ baseUrl: gateway, headers, responseTimeout: RESPONSE_TIMEOUT },
      ...QUICK,
    });
    const batch = await metadefender.scanBatch([fresh(), fresh()], { poll: AT_ONCE });
    assert.deepEqual(
      batch.files.map(({ error }) => error?.code),
      ['timeout', 'timeout'],
    );
    assert.notEqual(batch.verdict, 'allowed');
    assert.equal(await record.count('POST /file'), 2);
  },

  'an analysed upload whose response was lost is found by its hash': async (gateway) => {
    const faults = ['reset-response=0', 'reset-response=9', 'stall-response=9'];
    const scans = faults.map(async (fault) => {
      const record = await gatewayScan(gateway, `operation=POST /file; ${fault}; times=1`);
      const { headers } = record;
      const metadefender = await connect({ baseUrl: gateway, headers, timeout: 1500, ...QUICK });
      const scan = await metadefender.scan(fresh(), { poll: AT_ONCE });
      assert.equal(scan.verdict, 'allowed', fault);
      assert.equal(await record.count('POST /file'), 1, fault);
    });
    await Promise.all(scans);
  },

  'an upload whose response was lost is found while its analysis runs': async (gateway) => {
    const record = await gatewayScan(
      gateway,
      'operation=POST /file; reset-response=0; step-delay=150; times=1',
    );
    const { headers } = record;
    const metadefender = await connect({ baseUrl: gateway, headers, ...QUICK });
    const scan = await metadefender.scan(fresh(), { poll: AT_ONCE });
    assert.equal(scan.verdict, 'allowed');
    assert.equal(scan.via, 'analysis');
    assert.equal(await record.count('POST /file'), 1);
  },

  'an upload by a custom fetch has a timeout by its size, then the response timeout': async () => {
    const service = scripted({ ...unknownFile(finished('Allowed', 0)), 'POST /file': silence });
    const metadefender = await connect({
      ...{ ...service.options, timeout: 60_000, responseTimeout: 50 },
    });
    const begun = performance.now();
    // 16 000 bytes are half a second.
    await fails(metadefender.scan(new Blob(['.'.repeat(16_000)]), { lookup: false }), 'timeout');
    assert.isAbove(performance.now() - begun, 450);
    assert.isBelow(performance.now() - begun, 30_000);
    assert.equal(service.count('POST /file'), 1);
  },

  'a longer timeout raises the default response timeout': async () => {
    const patient = { timeout: 5_000, responseTimeout: undefined };
    for (const [options, code] of /** @type {const} */ ([
      [patient, undefined],
      [{ timeout: 5_000, responseTimeout: 20 }, 'timeout'],
    ])) {
      const late = async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return { data_id: 'late' };
      };
      const service = scripted({ 'POST /file': late });
      const metadefender = await connect({ ...service.options, ...options });
      const analysis = metadefender.analyze(new Blob(['abc']));
      if (code) await fails(analysis, code);
      else assert.equal((await analysis).dataId, 'late');
    }
  },

  'an upload is retried if the lookup is a miss or is switched off': async () => {
    for (const failure of [broken, status(502), status(504)]) {
      for (const [lookup, lookups] of /** @type {const} */ ([
        [true, 2],
        [false, 0],
      ])) {
        const service = scripted({
          ...unknownFile(finished('Allowed', 0)),
          'GET /hash/*': [unknownHash, broken],
          'POST /file': [failure, { data_id: finished('', 0).data_id }],
        });
        const metadefender = await connect({ ...service.options });
        const scan = await metadefender.scan(new Blob(['abc']), { lookup, poll: AT_ONCE });
        assert.equal(scan.verdict, 'allowed');
        assert.equal(service.count('POST /file'), 2);
        assert.equal(service.count('GET /hash/*'), lookups);
      }
    }
  },
};

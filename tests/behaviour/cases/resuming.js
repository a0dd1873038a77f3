// Scans that are resumed by their data id.
import { connect, digest } from 'metadefender-wasm';
import { allFail, assert, fails, rejection } from '../expect.js';
import { ABC, AT_ONCE, DATA_ID, EICAR, finished, unfinished, unknownFile } from '../reports.js';
import { scripted, silence, status } from '../scripted.js';

const file = () => new File(['abc'], 'abc.txt');

// RFC 1321, FIPS 180-4: of "abc".
const MD5_OF_ABC = '900150983cd24fb0d6963f7d28e17f72';
const SHA1_OF_ABC = 'a9993e364706816aba3e25717850c26c9cd0d89d';

/** An allowed file, with its hashes. @param {object} hashes */
const allowed = (hashes) => ({ ...finished('Allowed', 0), file_info: hashes });

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'a file that was only submitted gets its verdict': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const clean = new Blob([`harmless ${Math.random().toString(36)}`]);
    const submitted = await metadefender.analyze(clean);
    const digests = await digest(clean);
    const scan = await metadefender.resume(submitted.dataId, { digests, poll: AT_ONCE });
    assert.equal(scan.verdict, 'allowed');
    assert.equal(scan.reason, 'no-threat-detected');
    assert.equal(scan.via, 'analysis');
    assert.equal(scan.dataId, submitted.dataId);
    assert.equal(scan.result.data_id, submitted.dataId);
    assert.deepEqual(scan.digests, digests);

    const { dataId } = await metadefender.analyze(new Blob([EICAR]));
    const blocked = await metadefender.resume(dataId, { poll: AT_ONCE });
    assert.equal(blocked.verdict, 'blocked');
    assert.include(
      blocked.threats.map(({ threat }) => threat),
      'EICAR-Test-File',
    );
    assert.deepEqual(blocked.digests, {});
  },

  'digests of another file are an integrity error, never a verdict': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const { dataId } = await metadefender.analyze(new Blob([`${Math.random().toString(36)}`]));
    const digests = await digest(file(), { algorithms: ['sha1'] });
    const error = await fails(metadefender.resume(dataId, { digests, poll: AT_ONCE }), 'integrity');
    assert.equal(error.dataId, dataId);
  },

  'with once, an analysis is polled only once, whether or not it is finished': async () => {
    const service = scripted({ 'GET /file/*': [unfinished(10), finished('Allowed', 0)] });
    const metadefender = await connect(service.options);
    const once = { once: true, timeout: 60_000 };
    const error = await fails(metadefender.resume(DATA_ID, once), 'timeout');
    assert.equal(error.dataId, DATA_ID);
    assert.equal(service.asked.length, 1);
    assert.equal((await metadefender.resume(DATA_ID, once)).verdict, 'allowed');
    const wrong = { once: /** @type {any} */ (1) };
    await fails(metadefender.resume(DATA_ID, wrong), 'invalid-input');
  },

  'a scan that timed out states how to resume it': async () => {
    const service = scripted(unknownFile([unfinished(10), finished('Allowed', 0)]));
    const metadefender = await connect(service.options);
    const error = await fails(metadefender.scan(file(), { timeout: 0 }), 'timeout');
    assert.include(error.message, 'resume()');
    const { verdict } = await metadefender.resume(error.dataId ?? '');
    assert.equal(verdict, 'allowed');
    assert.equal(service.count('POST /file'), 1);
  },

  'an unfinished report is not judged, however clean it reads': async () => {
    const reports = [{ data_id: DATA_ID }, unfinished(95), finished('Blocked', 1)];
    const metadefender = await connect(scripted({ 'GET /file/*': reports }).options);
    /** @type {import('metadefender-wasm').Progress[]} */
    const events = [];
    const scan = await metadefender.resume(DATA_ID, {
      poll: AT_ONCE,
      onProgress: (event) => events.push(event),
    });
    assert.equal(scan.verdict, 'blocked');
    assert.deepEqual(
      events.map(({ phase }) => phase),
      ['queue', 'scan', 'done'],
    );
    for (const { dataId } of events) assert.equal(dataId, DATA_ID);
  },

  'digests are compared with the hashes of the result, in either letter case': async () => {
    const upper = ABC.toUpperCase();
    for (const hashes of [{ sha256: ABC }, { sha256: upper, sha1: '' }, { md5: MD5_OF_ABC }]) {
      const service = scripted({ 'GET /file/*': allowed(hashes) });
      const metadefender = await connect(service.options);
      for (const sha256 of [ABC, upper]) {
        const digests = { sha256, md5: MD5_OF_ABC.toUpperCase() };
        const scan = await metadefender.resume(DATA_ID, { digests });
        assert.equal(scan.verdict, 'allowed');
        assert.deepEqual(scan.digests, { md5: MD5_OF_ABC, sha256: ABC });
      }
    }
  },

  'a result without a hash to compare is never allowed': async () => {
    const service = scripted({ 'GET /file/*': allowed({}) });
    const metadefender = await connect(service.options);
    const scan = await metadefender.resume(DATA_ID, { digests: { sha256: ABC } });
    assert.equal(scan.verdict, 'undetermined');
    assert.equal(scan.reason, 'unverified-answer');
    assert.equal((await metadefender.resume(DATA_ID)).verdict, 'allowed');
  },

  'one digest that differs, or is malformed in the result, is an integrity error': async () => {
    const digests = { md5: MD5_OF_ABC, sha1: SHA1_OF_ABC, sha256: ABC };
    for (const hashes of [{ sha256: ABC, sha1: 'a'.repeat(40) }, { md5: 1 }, { sha256: 'abc' }]) {
      const service = scripted({ 'GET /file/*': allowed(hashes) });
      const metadefender = await connect(service.options);
      /** @type {string[]} */
      const phases = [];
      const scan = metadefender.resume(DATA_ID, {
        digests,
        onProgress: ({ phase }) => phases.push(phase),
      });
      assert.equal((await fails(scan, 'integrity')).dataId, DATA_ID);
      assert.notInclude(phases, 'done');
    }
  },

  'an invalid digest is refused, and nothing is sent': async () => {
    const service = scripted({});
    const metadefender = await connect(service.options);
    const wrong = [
      { sha256: '' },
      { sha256: ABC.slice(1) },
      { sha256: `${ABC.slice(1)}g` },
      { sha256: ` ${ABC.slice(1)}` },
      { sha1: MD5_OF_ABC },
      { md5: ABC },
      { sha512: ABC },
      { sha256: ABC, md5: 7 },
      'ab',
    ];
    const calls = wrong.map((digests) =>
      metadefender.resume(DATA_ID, { digests: /** @type {any} */ (digests) }),
    );
    for (const { message } of await allFail(calls, 'invalid-input')) {
      assert.match(message, /^digests/);
    }
    assert.equal(service.asked.length, 0);
  },

  'unknown ids and invalid options of resume are refused': async () => {
    const service = scripted({ 'GET /file/*': status(404) });
    const metadefender = await connect(service.options);
    assert.equal((await fails(metadefender.resume(DATA_ID), 'not-found')).dataId, DATA_ID);
    const calls = [
      metadefender.resume(''),
      metadefender.resume('..'),
      metadefender.resume(/** @type {any} */ (undefined)),
      metadefender.resume(DATA_ID, { timeout: -1 }),
      metadefender.resume(DATA_ID, { poll: { factor: 0 } }),
      metadefender.resume(DATA_ID, { cancelOnAbort: /** @type {any} */ ('no') }),
    ];
    await allFail(calls, 'invalid-input');
    assert.equal(service.count('GET /file/*'), 1);
  },

  'an analysis that takes too long is a timeout, and continues on the server': async () => {
    const script = { 'GET /file/*': unfinished(50), 'POST /file/*/cancel': {} };
    const service = scripted(script);
    const metadefender = await connect(service.options);
    const error = await fails(
      metadefender.resume(DATA_ID, { timeout: 20, poll: AT_ONCE }),
      'timeout',
    );
    assert.equal(error.dataId, DATA_ID);
    assert.equal(service.count('POST /file/*/cancel'), 0);
  },

  'an abort cancels the analysis on the server, unless switched off': async () => {
    for (const cancelOnAbort of [undefined, false]) {
      const controller = new AbortController();
      /** @type {(value?: unknown) => void} */
      let called = () => {};
      const cancelled = new Promise((resolve) => (called = resolve));
      const service = scripted({
        'GET /file/*': (/** @type {import('../scripted.js').Asked} */ asked) => {
          queueMicrotask(() => controller.abort('changed my mind'));
          return silence(asked);
        },
        'POST /file/*/cancel': () => {
          called();
          return {};
        },
      });
      const metadefender = await connect(service.options);
      const { signal } = controller;
      const reason = await rejection(metadefender.resume(DATA_ID, { signal, cancelOnAbort }));
      assert.equal(reason, 'changed my mind');
      if (cancelOnAbort === undefined) await cancelled;
      assert.equal(service.count('POST /file/*/cancel'), cancelOnAbort === undefined ? 1 : 0);
    }
  },
};

// Files that are only looked up (`upload: false`), and files whose hashes are given (`digests`).
import { connect, digest } from 'metadefender-wasm';
import { assert, fails } from '../expect.js';
import { ABC, AT_ONCE, DATA_ID, finished, unfinished, unknownHash } from '../reports.js';
import { scripted, status } from '../scripted.js';

const file = () => new File(['abc'], 'abc.txt');

/** A text that nobody has scanned before. */
const fresh = () => new File([`harmless ${Math.random().toString(36)}`], 'fresh.txt');

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'an unknown file is not found, a known one is': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const unknown = fresh();
    for (let time = 0; time < 2; time += 1) {
      const error = await fails(metadefender.scan(unknown, { upload: false }), 'not-found');
      assert.match(error.message, /nobody has analysed this file yet/);
    }
    const { dataId } = await metadefender.scan(unknown, { upload: true, poll: AT_ONCE });
    const scan = await metadefender.scan(unknown, { upload: false });
    assert.equal(scan.verdict, 'allowed');
    assert.equal(scan.via, 'lookup');
    assert.equal(scan.dataId, dataId);
  },

  'with upload: false, neither a miss nor an unusable hit uploads the file': async () => {
    const outdated = finished('Allowed', 0);
    Object.assign(outdated.process_info, { outdated_data: ['enginedefinitions'] });
    for (const answer of [status(404), unknownHash, unfinished(50), outdated]) {
      const service = scripted({ 'GET /hash/*': answer });
      const metadefender = await connect(service.options);
      const error = await fails(metadefender.scan(file(), { upload: false }), 'not-found');
      assert.equal(error.endpoint, 'GET /hash/{hash}');
      assert.equal(service.asked.length, 1);
    }
    const metadefender = await connect(scripted({ 'GET /hash/*': outdated }).options);
    const accepted = { upload: false, lookup: { acceptOutdated: true } };
    assert.equal((await metadefender.scan(file(), accepted)).verdict, 'allowed');
  },

  'a file can be judged by its hashes alone': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const unknown = fresh();
    const digests = await digest(unknown);
    assert.isNull(await metadefender.lookup(digests));
    await metadefender.scan(unknown, { poll: AT_ONCE });
    const scan = await metadefender.lookup(digests);
    assert.equal(scan?.verdict, 'allowed');
    assert.equal(scan?.via, 'lookup');
    assert.isString(scan?.dataId);
    assert.deepEqual(scan?.digests, digests);
  },

  'an unusable hit is a miss, unless it is accepted; a hit of another file is an error':
    async () => {
      const outdated = { ...finished('Allowed', 0), file_info: { sha256: ABC } };
      Object.assign(outdated.process_info, { outdated_data: ['enginedefinitions'] });
      const service = scripted({ 'GET /hash/*': outdated });
      const metadefender = await connect(service.options);
      assert.isNull(await metadefender.lookup({ sha256: ABC }, { acceptOutdated: false }));
      const options = { acceptOutdated: true, timeRange: 24, rule: 'Strict' };
      const accepted = await metadefender.lookup({ sha256: ABC }, options);
      assert.equal(accepted?.verdict, 'allowed');
      assert.equal(service.asked[1]?.headers.get('timerange'), '24');
      assert.equal(service.asked[1]?.headers.get('rule'), 'Strict');
      const other = { sha256: '0'.repeat(64) };
      await fails(metadefender.lookup(other, options), 'integrity');
    },

  'invalid hashes are not looked up': async () => {
    const service = scripted({});
    const metadefender = await connect(service.options);
    const wrong = [undefined, null, ABC, [ABC], {}, { md5: 'abc' }, { sha256: 1 }, { sha256: '' }];
    for (const digests of /** @type {any[]} */ (wrong)) {
      await fails(metadefender.lookup(digests), 'invalid-input');
    }
    const sha512 = /** @type {const} */ ({ hash: 'sha512' });
    await fails(metadefender.lookup({ sha256: ABC }, sha512), 'invalid-input');
    assert.equal(service.asked.length, 0);
  },

  'switching off both lookup and upload is refused': async () => {
    const service = scripted({});
    const metadefender = await connect(service.options);
    const options = { upload: false, lookup: false };
    await fails(metadefender.scan(file(), options), 'invalid-input');
    await fails(metadefender.scanBatch([file()], options), 'invalid-input');
    const wrong = { upload: /** @type {any} */ ('no') };
    await fails(metadefender.scan(file(), wrong), 'invalid-input');
    assert.equal(service.asked.length, 0);
  },

  'a stream of any length is hashed and looked up': async () => {
    const hit = { ...finished('Allowed', 0), file_info: { sha256: ABC } };
    const service = scripted({ 'GET /hash/*': hit });
    const metadefender = await connect(service.options);
    const scan = await metadefender.scan(file().stream(), { upload: false });
    assert.equal(scan.verdict, 'allowed');
    assert.equal(scan.dataId, DATA_ID);
    assert.deepEqual(scan.digests, { sha256: ABC });
    assert.include(service.asked[0]?.path, ABC);
    assert.equal(service.asked.length, 1);

    const unknown = await connect(scripted({ 'GET /hash/*': unknownHash }).options);
    await fails(unknown.scan(file().stream(), { upload: false }), 'not-found');
  },

  'given hashes are looked up, and the file is not read': async () => {
    const hit = { ...finished('Allowed', 0), file_info: { sha256: ABC.toUpperCase() } };
    const service = scripted({ 'GET /hash/*': hit });
    const metadefender = await connect(service.options);
    const unread = new File(['something else'], 'unread.txt');
    unread.slice = () => assert.fail('it was read');
    for (const source of [unread, file().stream()]) {
      const scan = await metadefender.scan(source, {
        digests: { sha256: ABC.toUpperCase() },
        contentLength: 3,
      });
      assert.equal(scan.verdict, 'allowed');
      assert.equal(scan.via, 'lookup');
      assert.deepEqual(scan.digests, { sha256: ABC });
    }
    assert.equal(service.count('GET /hash/*'), 2);
    assert.equal(service.asked.length, 2);
    assert.include(service.asked[0]?.path, ABC);
  },

  'a stream with given hashes is looked up, and then sent': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const unknown = fresh();
    const digests = await digest(unknown);
    const options = { digests, contentLength: unknown.size, poll: AT_ONCE };
    const sent = await metadefender.scan(unknown.stream(), options);
    assert.equal(sent.verdict, 'allowed');
    assert.equal(sent.via, 'analysis');
    assert.deepEqual(sent.digests, digests);
    const known = await metadefender.scan(unknown.stream(), options);
    assert.equal(known.via, 'lookup');
  },

  'given hashes of another file are an integrity error after the analysis': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const digests = await digest(fresh());
    const scanning = metadefender.scan(fresh(), { digests, poll: AT_ONCE });
    assert.ok((await fails(scanning, 'integrity')).dataId);
  },

  'invalid or insufficient hashes are refused': async () => {
    const service = scripted({});
    const metadefender = await connect(service.options);
    const md5 = '900150983cd24fb0d6963f7d28e17f72';
    for (const options of [
      { digests: { sha256: 'abc' } },
      { digests: { md5 } },
      { digests: { md5 }, hash: /** @type {const} */ ('md5') },
      { digests: { sha256: ABC }, hash: /** @type {const} */ ('sha1') },
      { digests: /** @type {any} */ (ABC) },
    ]) {
      await fails(metadefender.scan(file(), options), 'invalid-input');
    }
    assert.equal(service.asked.length, 0);
  },

  'scanBatch ignores hashes of a single file': async () => {
    const service = scripted({ 'GET /hash/*': unknownHash });
    const metadefender = await connect(service.options);
    const options = /** @type {any} */ ({ digests: { sha256: '0'.repeat(64) }, upload: false });
    await metadefender.scanBatch([file()], options);
    assert.include(service.asked[0]?.path, ABC);
  },

  'an empty file is an error even if nothing is uploaded': async () => {
    const service = scripted({});
    const metadefender = await connect(service.options);
    const sources = [new Blob([]), new Response(''), new Response(new Blob([]).stream())];
    for (const source of sources) {
      await fails(metadefender.scan(source, { upload: false }), 'empty-file');
    }
    assert.equal(service.asked.length, 0);
  },

  'with several files, each unknown one is not found, and no batch is created': async () => {
    const hit = { ...finished('Allowed', 0), file_info: { sha256: ABC } };
    const service = scripted({ [`GET /hash/${ABC}`]: hit, 'GET /hash/*': status(404) });
    const metadefender = await connect(service.options);
    const scan = await metadefender.scanBatch([fresh(), file(), fresh()], { upload: false });
    assert.equal(scan.verdict, 'undetermined');
    assert.deepEqual(
      scan.files.map(({ verdict, error }) => error?.code ?? verdict),
      ['not-found', 'allowed', 'not-found'],
    );
    assert.notProperty(scan, 'batchId');
    assert.equal(service.asked.length, 3);
  },
};

// Against the local gateway.
import { connect } from 'metadefender-wasm';
import { allFail, assert, fails } from '../expect.js';
import { AT_ONCE, EICAR } from '../reports.js';

let nonce = 0;
/** A text that has not been scanned before. @param {string} [text] */
function fresh(text = 'harmless') {
  nonce += 1;
  return new File([`${text} ${nonce} ${Math.random().toString(36)}`], `${nonce}.txt`);
}

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'a clean file is allowed, by an analysis': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const file = fresh();
    const scan = await metadefender.scan(file, { poll: AT_ONCE });
    assert.equal(scan.verdict, 'allowed');
    assert.equal(scan.reason, 'no-threat-detected');
    assert.equal(scan.via, 'analysis');
    assert.deepEqual(scan.threats, []);
    assert.equal(scan.result.data_id, scan.dataId);
    assert.equal(scan.result.file_info?.display_name, file.name);
    assert.equal(scan.result.file_info?.sha256?.toLowerCase(), scan.digests.sha256);
    assert.deepEqual(Object.keys(scan.digests), ['sha256']);
  },

  'the same bytes again are found by the lookup, without an upload': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const file = fresh();
    const first = await metadefender.scan(file, { poll: AT_ONCE });
    /** @type {string[]} */
    const phases = [];
    const again = await metadefender.scan(await file.arrayBuffer(), {
      filename: 'another name',
      onProgress: ({ phase }) => phases.push(phase),
    });
    assert.equal(again.via, 'lookup');
    assert.equal(again.verdict, 'allowed');
    assert.equal(again.dataId, first.dataId);
    assert.notInclude(phases, 'upload');
    assert.equal(phases.at(-1), 'done');

    const unasked = await metadefender.scan(file, { lookup: false, poll: AT_ONCE });
    assert.equal(unasked.via, 'analysis');
    assert.notEqual(unasked.dataId, first.dataId);
  },

  'EICAR is blocked, with the engine’s name for it': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    for (const lookup of [false, true]) {
      const scan = await metadefender.scan(new Blob([EICAR]), { lookup, poll: AT_ONCE });
      assert.equal(scan.verdict, 'blocked');
      assert.equal(scan.reason, 'infected');
      assert.include(
        scan.threats.map(({ threat }) => threat),
        'EICAR-Test-File',
      );
    }
  },

  'a YARA rule blocks, and is named': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const scan = await metadefender.scan(fresh('metadefender-wasm yara demo marker'), {
      poll: AT_ONCE,
    });
    assert.equal(scan.verdict, 'blocked');
    assert.equal(scan.reason, 'yara-rule-matched');
    assert.deepInclude(scan.threats, { engine: 'YARA', threat: 'Demo_Marker' });
  },

  'the name of a file may have any characters': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const filename = 'Übersicht ← 文件 "1" %41\t🎉.pdf';
    const scan = await metadefender.scan(fresh(), { filename, poll: AT_ONCE });
    assert.equal(scan.result.file_info?.display_name, filename);
  },

  'metadata is returned with the result': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const metadata = { uploader: 'Zoë', ticket: 42 };
    const scan = await metadefender.scan(fresh(), { metadata, poll: AT_ONCE });
    assert.deepEqual(scan.result.metadata, metadata);
  },

  'every hash finds the file again': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const file = fresh();
    const { dataId } = await metadefender.scan(file, { poll: AT_ONCE });
    for (const hash of /** @type {const} */ (['md5', 'sha1', 'sha256', 'sha512'])) {
      const scan = await metadefender.scan(file, { hash });
      assert.equal(scan.via, 'lookup', hash);
      assert.equal(scan.dataId, dataId, hash);
      assert.isString(scan.digests[hash], hash);
      // A weak hash is never reported alone.
      assert.isTrue('sha256' in scan.digests || hash === 'sha512', hash);
    }
  },

  'the progress of a scan passes its phases in order': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    /** @type {import('metadefender-wasm').Progress[]} */
    const events = [];
    const { dataId } = await metadefender.scan(fresh(), {
      poll: AT_ONCE,
      onProgress: (event) => events.push(event),
    });
    const phases = [...new Set(events.map(({ phase }) => phase))];
    assert.includeMembers(phases, ['hash', 'lookup', 'upload', 'queue', 'done']);
    const order = ['hash', 'lookup', 'upload', 'queue', 'scan', 'done'];
    assert.deepEqual(
      phases,
      order.filter((phase) => phases.includes(/** @type {any} */ (phase))),
    );
    const percentages = events.map(({ percentage }) => percentage);
    assert.deepEqual(percentages, percentages.toSorted?.((a, b) => a - b) ?? percentages);
    assert.equal(events.filter(({ percentage }) => percentage === 100).length, 1);
    assert.deepEqual(events.at(-1), {
      phase: 'done',
      loaded: 100,
      total: 100,
      percentage: 100,
      dataId,
    });
  },

  'an analysis can be submitted, watched, fetched and found by its hash': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const file = fresh();
    const { dataId } = await metadefender.analyze(file);
    const result = await metadefender.wait(dataId, { poll: AT_ONCE });
    assert.equal(result.process_info?.result, 'Allowed');
    assert.deepEqual(await metadefender.result(dataId), result);
    const found = await metadefender.resultByHash(result.file_info?.sha1 ?? '');
    assert.equal(found?.data_id, dataId);
  },

  'an unknown hash is null, an unknown data id is an error': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    assert.isNull(await metadefender.resultByHash('ab'.repeat(32)));
    const dataId = '00000000000000000000000000000000';
    const calls = [metadefender.result(dataId), metadefender.wait(dataId)];
    for (const error of await allFail(calls, 'not-found')) {
      assert.equal(error.dataId, dataId);
      assert.equal(error.endpoint, 'GET /file/{data_id}');
    }
  },

  'a cancelled analysis is not allowed': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const { dataId } = await metadefender.analyze(fresh());
    await metadefender.cancel(dataId).catch(async (error) => {
      // It was finished before the cancel.
      await fails(Promise.reject(error), 'invalid-input');
    });
    const result = await metadefender.wait(dataId, { poll: AT_ONCE });
    if (result.scan_results?.scan_all_result_i === 19) {
      assert.notEqual(result.process_info?.result, 'Allowed');
    }
    await fails(metadefender.cancel('00000000000000000000000000000000'), 'not-found');
  },

  'the rules are those of the server, and a rule limits the size': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const rules = await metadefender.rules();
    const small = rules.find(({ name }) => name === 'Small files only');
    assert.equal(small?.max_file_size, 1024 * 1024);
    const file = new Blob([new Uint8Array(1024 * 1024 + 1)]);
    const error = await fails(
      metadefender.scan(file, { rule: 'Small files only', lookup: false }),
      'too-large',
    );
    assert.equal(error.status, 413);
    const scan = await metadefender.scan(fresh(), { rule: 'Small files only', poll: AT_ONCE });
    assert.equal(scan.result.process_info?.profile, 'Small files only');
  },

  'a login provides the key of the calls that follow, a logout removes it': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const { sessionId, result } = await metadefender.login('admin', 'admin');
    assert.equal(result.session_id, sessionId);
    assert.isArray(await metadefender.rules());
    const other = await connect({ baseUrl: gateway, apiKey: sessionId });
    assert.isArray(await other.rules());
    await metadefender.logout();
    const error = await fails(other.rules(), 'forbidden');
    assert.equal(error.status, 403);
    assert.notInclude(error.message, sessionId);
    assert.isArray(await metadefender.rules());

    const keyed = await connect({
      baseUrl: gateway,
      apiKey: (await other.login('admin', 'admin')).sessionId,
    });
    await keyed.login('admin', 'admin');
    await keyed.logout();
    assert.isArray(await keyed.rules());
  },

  'wrong credentials are told apart from a wrong key': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const error = await fails(metadefender.login('admin', 'pa55w0rd'), 'unauthorized');
    assert.equal(error.status, 403);
    assert.notInclude(error.message, 'pa55w0rd');
    const wrong = await connect({ baseUrl: gateway, apiKey: 'no-key-of-theirs' });
    await fails(wrong.scan(fresh()), 'forbidden');
  },

  'a server that is down is a network error': async () => {
    // Nothing listens on port 9, "discard"; browsers refuse to connect to it.
    const metadefender = await connect({
      baseUrl: 'http://127.0.0.1:9',
      retry: { attempts: 2, baseDelay: 1 },
    });
    const error = await fails(metadefender.scan(new Blob(['x'])), 'network');
    assert.equal(error.endpoint, 'GET /hash/{hash}');
    await fails(metadefender.scan(new Blob(['x']), { lookup: false }), 'network');
  },

  'an untrusted certificate is named in the error': async () => {
    // The rejections of Node 20 and Deno 2 for a self-signed certificate.
    const node = Object.assign(new Error('self-signed certificate'), {
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    const deno = new Error(
      'error sending request: client error (Connect): invalid peer certificate: UnknownIssuer',
    );
    for (const [cause, told] of /** @type {const} */ ([
      [node, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      [deno, 'invalid peer certificate: UnknownIssuer'],
    ])) {
      const metadefender = await connect({
        baseUrl: 'https://mdcore.test',
        retry: { attempts: 1 },
        fetch: () => Promise.reject(new TypeError('fetch failed', { cause })),
      });
      const error = await fails(metadefender.rules(), 'network');
      assert.include(error.message, told);
      assert.include(error.message, 'NODE_EXTRA_CA_CERTS');
      assert.notInclude(error.message, 'CORS');
    }
    /** @type {any} */
    const endless = new TypeError('fetch failed');
    endless.cause = endless;
    const metadefender = await connect({
      baseUrl: 'https://mdcore.test',
      retry: { attempts: 1 },
      fetch: () => Promise.reject(endless),
    });
    assert.include((await fails(metadefender.rules(), 'network')).message, 'CORS');
  },

  'several scans run concurrently': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const files = [fresh(), new Blob([EICAR]), fresh(), fresh()];
    const scans = await Promise.all(
      files.map((file) => metadefender.scan(file, { poll: AT_ONCE })),
    );
    assert.deepEqual(
      scans.map(({ verdict }) => verdict),
      ['allowed', 'blocked', 'allowed', 'allowed'],
    );
  },
};

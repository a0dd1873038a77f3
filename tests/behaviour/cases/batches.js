// Against the local gateway.
import { connect } from 'metadefender-wasm';
import { allFail, assert, fails, rejection } from '../expect.js';
import { AT_ONCE, DATA_ID, EICAR, finished, unfinished } from '../reports.js';
import { scripted, silence, status } from '../scripted.js';

/** A text that has not been scanned before. @param {string} [text] */
const fresh = (text = 'harmless') =>
  new File([`${text} ${Math.random().toString(36)}`], 'fresh.txt');

const NO_BATCH = '00000000000000000000000000000000';

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'a batch is created, filled, awaited, closed and certified': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const batch = await metadefender.createBatch({ name: 'Bündel № 1' });
    const clean = await batch.add(fresh(), { filename: 'ä.txt' });
    const infected = await batch.add(new Blob([EICAR]), { filename: 'eicar.com' });

    await batch.wait({ poll: AT_ONCE });
    const closed = await batch.close({ poll: AT_ONCE });
    assert.isTrue(closed.is_closed);
    assert.equal(closed.batch_id, batch.id);
    assert.equal(closed.process_info?.result, 'Blocked');
    assert.equal(decodeURIComponent(closed.user_data ?? ''), 'Bündel № 1');

    const status = await metadefender.batch(batch.id).status({ first: 1, size: 1 });
    assert.equal(status.batch_files?.batch_count, 2);
    assert.equal(status.batch_files?.files_in_batch?.length, 1);

    const files = [];
    for await (const file of batch.files({ pageSize: 1 })) files.push(file);
    assert.sameMembers(
      files.map(({ data_id }) => data_id),
      [clean.dataId, infected.dataId],
    );

    const certificate = await batch.certificate({ includeVulnerabilities: true });
    assert.include(certificate, batch.id);
    assert.match(certificate, /signature/i);

    const error = await rejection(batch.add(fresh()));
    assert.equal(error.batchId, batch.id);
  },

  'closing a batch waits for files that are being processed': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const batch = await metadefender.createBatch();
    await Promise.all([batch.add(fresh()), batch.add(fresh()), batch.add(fresh())]);
    const closed = await batch.close({ poll: AT_ONCE });
    assert.isTrue(closed.is_closed);
    assert.equal(closed.process_info?.result, 'Allowed');
    // Closing a closed batch is not an error.
    assert.isTrue((await batch.close({ poll: AT_ONCE })).is_closed);
  },

  'closing a batch has its own timeout, however long its files took': async () => {
    const busy = status(400, { err: 'files are being processed' });
    const service = scripted({
      'GET /hash/*': status(404),
      'POST /file/batch': { batch_id: 'b' },
      'POST /file': { data_id: DATA_ID },
      'GET /file/batch/*': { is_closed: false },
      'POST /file/batch/*/close': [busy, { is_closed: true, process_info: { result: 'Allowed' } }],
      'GET /file/*': [unfinished(10), finished('Allowed', 0)],
    });
    const metadefender = await connect(service.options);
    const poll = { initialDelay: 150, factor: 1 };
    const scan = await metadefender.scanBatch([new Blob(['abc'])], { timeout: 200, poll });
    assert.equal(scan.verdict, 'allowed');
    assert.isTrue(scan.status?.is_closed);
  },

  'a batch that cannot be closed in time is a timeout error with its batch id': async () => {
    const service = scripted({
      'GET /file/batch/*': { is_closed: false },
      'POST /file/batch/*/close': status(400, { err: 'files are being processed' }),
    });
    const metadefender = await connect(service.options);
    const close = metadefender.batch('b').close({ timeout: 20, poll: AT_ONCE });
    assert.equal((await fails(close, 'timeout')).batchId, 'b');
  },

  'an empty batch status does not mean that the batch is finished': async () => {
    for (const batch_files of [undefined, {}, { files_in_batch: 'x' }, []]) {
      const service = scripted({ 'GET /file/batch/*': { is_closed: false, batch_files } });
      const metadefender = await connect(service.options);
      const wait = metadefender.batch('b').wait({ timeout: 20, poll: AT_ONCE });
      await fails(wait, 'timeout');
    }
  },

  'a batch can be cancelled': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const batch = await metadefender.createBatch();
    await batch.add(fresh());
    await batch.cancel();
    assert.isTrue((await batch.status()).is_closed);
  },

  'an unknown batch is an error with its batch id': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const batch = metadefender.batch(NO_BATCH);
    const calls = [batch.status(), batch.close({ timeout: 50 }), batch.wait(), batch.cancel()];
    for (const error of await allFail([...calls, batch.certificate()], 'not-found')) {
      assert.equal(error.batchId, NO_BATCH);
    }
  },

  'invalid arguments of createBatch are refused': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    await fails(metadefender.createBatch({ name: 'ö'.repeat(200) }), 'invalid-input');
    await metadefender.createBatch({ name: 'ö'.repeat(170) });
    for (const id of ['', '..', undefined]) {
      const take = async () => metadefender.batch(/** @type {string} */ (id));
      await fails(take(), 'invalid-input');
    }
    const walk = async () => metadefender.batch('1').files({ pageSize: 0 });
    await fails(walk(), 'invalid-input');
  },

  'files are scanned concurrently in one batch, each with its own verdict': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const known = fresh();
    await metadefender.scan(known, { poll: AT_ONCE });
    /** @type {import('metadefender-wasm').Progress[]} */
    const events = [];
    const files = [fresh(), new File([EICAR], 'eicar.com'), known, new File([], 'empty.txt')];
    const scan = await metadefender.scanBatch(files, {
      name: 'four files',
      concurrency: 2,
      lookup: { timeRange: 1 },
      poll: AT_ONCE,
      onProgress: (event) => events.push(event),
    });
    assert.equal(scan.verdict, 'blocked');
    assert.deepEqual(
      scan.files.map(({ filename, verdict }) => `${filename}: ${verdict}`),
      ['fresh.txt: allowed', 'eicar.com: blocked', 'fresh.txt: allowed', 'empty.txt: undetermined'],
    );
    assert.equal(scan.files[2]?.scan?.via, 'lookup');
    assert.equal(scan.files[3]?.error?.code, 'empty-file');
    assert.isTrue(scan.status?.is_closed);
    assert.equal(scan.status?.batch_id, scan.batchId);
    const percentages = events.map(({ percentage }) => percentage);
    assert.deepEqual(
      percentages,
      [...percentages].sort((a, b) => a - b),
    );
    assert.equal(events.at(-1)?.phase, 'done');
  },

  'no batch is created if all files are known': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const known = fresh();
    await metadefender.scan(known, { poll: AT_ONCE });
    const scan = await metadefender.scanBatch(new Set([known]));
    assert.equal(scan.verdict, 'allowed');
    assert.notProperty(scan, 'batchId');
    assert.notProperty(scan, 'status');
  },

  'a batch is not allowed if one file cannot be scanned': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const scan = await metadefender.scanBatch([fresh(), new Blob([])], { poll: AT_ONCE });
    assert.equal(scan.verdict, 'undetermined');
  },

  'if creating the batch fails, one file fails and the next one creates it': async () => {
    const service = scripted({
      'GET /hash/*': status(404),
      'POST /file/batch': [status(503), { batch_id: DATA_ID }],
      'POST /file/batch/*/close': { batch_id: DATA_ID, is_closed: true },
      'POST /file': { data_id: DATA_ID },
      'GET /file/*': finished('Allowed', 0),
    });
    const metadefender = await connect(service.options);
    const files = ['one', 'two', 'three'].map((name) => new File(['abc'], name));
    const scan = await metadefender.scanBatch(files, { poll: AT_ONCE, concurrency: 3 });
    assert.lengthOf(
      scan.files.filter(({ error }) => error?.code === 'busy'),
      1,
    );
    assert.lengthOf(
      scan.files.filter(({ verdict }) => verdict === 'allowed'),
      2,
    );
    assert.equal(service.count('POST /file/batch'), 2);
    assert.notEqual(scan.verdict, 'allowed');
  },

  'anything but a list of files is refused': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    for (const files of [undefined, 42, 'ab', {}, []]) {
      // @ts-expect-error: no lists
      await fails(metadefender.scanBatch(files), 'invalid-input');
    }
    await fails(metadefender.scanBatch([fresh()], { concurrency: 0 }), 'invalid-input');
  },

  'an abort while the batch is being created ends the call and the request': async () => {
    const controller = new AbortController();
    /** @type {AbortSignal | null | undefined} */
    let request;
    const service = scripted({
      'GET /hash/*': status(404),
      'POST /file/batch': (/** @type {import('../scripted.js').Asked} */ asked) => {
        request = asked.signal;
        queueMicrotask(() => controller.abort('changed my mind'));
        return silence(asked);
      },
    });
    const metadefender = await connect(service.options);
    const { signal } = controller;
    const scan = metadefender.scanBatch([fresh(), fresh()], { signal });
    assert.equal(await rejection(scan), 'changed my mind');
    assert.isTrue(request?.aborted);
    assert.equal(service.count('POST /file'), 0);
  },

  'an aborted batch rejects with the reason': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const scan = metadefender.scanBatch([fresh(), fresh()], {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
      poll: AT_ONCE,
    });
    assert.strictEqual(await rejection(scan), reason);
  },
};

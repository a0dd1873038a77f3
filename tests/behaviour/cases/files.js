// Results of an analysis beyond the verdict, against the local gateway.
import { connect } from 'metadefender-wasm';
import { allFail, assert, fails } from '../expect.js';
import { AT_ONCE, EICAR } from '../reports.js';

/** A zip of three texts, the second one EICAR: like `zip -0 -X`, with other names. */
function zip() {
  const encoder = new TextEncoder();
  const entries = [`a ${Math.random().toString(36)}`, EICAR, 'the third'].map((text, index) => ({
    name: encoder.encode(`${index}.txt`),
    data: encoder.encode(text),
  }));
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const head = new DataView(new ArrayBuffer(26));
    head.setUint16(0, 20, true);
    head.setUint32(10, crc32(data), true);
    head.setUint32(14, data.length, true);
    head.setUint32(18, data.length, true);
    head.setUint16(22, name.length, true);
    const local = new Uint8Array(head.buffer);
    parts.push(encoder.encode('PK\x03\x04'), local, name, data);
    const tail = new DataView(new ArrayBuffer(16));
    tail.setUint32(12, offset, true);
    const central = [encoder.encode('PK\x01\x02'), new Uint8Array([20, 0]), local];
    directory.push(...central, new Uint8Array(tail.buffer).subarray(2), name);
    offset += 4 + 26 + name.length + data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(18));
  end.setUint16(4, entries.length, true);
  end.setUint16(6, entries.length, true);
  end.setUint32(8, size, true);
  end.setUint32(12, offset, true);
  const trailer = [encoder.encode('PK\x05\x06'), new Uint8Array(end.buffer)];
  return new File([...parts, ...directory, ...trailer], 'three.zip');
}

/** ISO 3309, bit by bit. @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'the files of an archive are iterated page by page': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const { dataId, verdict } = await metadefender.scan(zip(), { poll: AT_ONCE });
    assert.equal(verdict, 'blocked');
    for (const pageSize of [1, 2, undefined]) {
      const names = [];
      for await (const file of metadefender.extractedFiles(dataId, { pageSize })) {
        names.push(`${file.display_name}: ${file.scan_all_result_i}`);
      }
      assert.deepEqual(names.map((name) => name.replace(/^.*\//, '')).sort(), [
        '0.txt: 0',
        '1.txt: 1',
        '2.txt: 0',
      ]);
    }
    for await (const _ of metadefender.extractedFiles(dataId, { pageSize: 1 })) break;
  },

  'a file that is not an archive has no files': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const { dataId } = await metadefender.scan(new Blob([`${Math.random().toString(36)}`]), {
      poll: AT_ONCE,
    });
    for await (const file of metadefender.extractedFiles(dataId)) assert.fail(`${file}`);
  },

  'an iteration that fails rejects and ends': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const walk = metadefender.extractedFiles('0'.repeat(32))[Symbol.asyncIterator]();
    await fails(walk.next(), 'not-found');
    assert.deepEqual(await walk.next(), { done: true, value: undefined });
  },

  'a clean copy can be downloaded, as a stream': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const page = `<!doctype html><p>${Math.random().toString(36)}</p><script>alert(1)</script>`;
    const file = new File([page], 'page.html', { type: 'text/html' });
    const { dataId } = await metadefender.scan(file, { poll: AT_ONCE });
    for (const download of [metadefender.downloadSanitized, metadefender.download]) {
      const response = await download.call(metadefender, dataId);
      assert.instanceOf(response, Response);
      assert.isFalse(response.bodyUsed);
      const text = await response.text();
      assert.include(text, '<p>');
      assert.notInclude(text, 'script');
    }
  },

  'a redacted text can be downloaded': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    // A test number of the card industry.
    const text = `card number 4111 1111 1111 1111, ticket ${Math.random().toString(36)}`;
    const scan = await metadefender.scan(new File([text], 'ticket.txt'), { poll: AT_ONCE });
    assert.equal(scan.verdict, 'blocked');
    assert.equal(scan.reason, 'sensitive-data-found');
    assert.isDefined(scan.result.dlp_info?.hits?.ccn);
    const redacted = await (await metadefender.download(scan.dataId)).text();
    assert.include(redacted, 'ticket');
    assert.notInclude(redacted, '4111 1111 1111 1111');
  },

  'the clean copy of a file that has none is not found': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    const { dataId } = await metadefender.scan(new Blob([`${Math.random().toString(36)}`]), {
      poll: AT_ONCE,
    });
    const calls = [metadefender.downloadSanitized(dataId), metadefender.download(dataId)];
    for (const error of await allFail(calls, 'not-found')) assert.equal(error.dataId, dataId);
  },

  'bytes can be encoded for the upload, and are judged as the original bytes': async (gateway) => {
    const metadefender = await connect({ baseUrl: gateway });
    for (const contentEncoding of /** @type {const} */ (['gzip', 'base64'])) {
      for (const length of [1, 2, 3, 70_000]) {
        const bytes = crypto.getRandomValues(new Uint8Array(Math.min(length, 65_536)));
        const file = new Blob([bytes, new Uint8Array(length - bytes.length)]);
        const options = { contentEncoding, lookup: false, poll: AT_ONCE };
        const scan = await metadefender.scan(file, options);
        assert.equal(scan.verdict, 'allowed', contentEncoding);
        assert.equal(scan.result.file_info?.file_size, length, contentEncoding);
        assert.equal(scan.result.file_info?.sha256?.toLowerCase(), scan.digests.sha256);
      }
    }
    const eicar = await metadefender.scan(new Blob([EICAR]), {
      contentEncoding: 'gzip',
      lookup: false,
      poll: AT_ONCE,
    });
    assert.equal(eicar.verdict, 'blocked');
  },
};

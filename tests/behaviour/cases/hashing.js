import { createHasher, digest } from 'metadefender-wasm';
import { assert, fails } from '../expect.js';
import { ABC } from '../reports.js';

const abc = new TextEncoder().encode('abc');
const ALL = /** @type {const} */ (['md5', 'sha1', 'sha256', 'sha512']);

/** RFC 1321, A.5; FIPS 180-4, examples. */
const DIGESTS_OF_ABC = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: ABC,
  sha512:
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
    '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
};

/** `head -c 5242883 /dev/zero | sha256sum`, `… | md5sum` */
const LONG = 5 * 1024 * 1024 + 3;
const DIGESTS_OF_LONG = {
  md5: 'c5f14e7c85a8aa21a6378cc0cfe5e9b5',
  sha256: 'dcb53080aed002af2af62dfa3e196da21c07d923de0e625593bb6cac911f1ba3',
};

/** @param {Uint8Array<ArrayBuffer>[]} chunks */
function streamOf(...chunks) {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

const padded = new Uint8Array([0, ...abc, 0]);

/** @type {Record<string, () => Promise<unknown>>} */
export default {
  'digest returns the known hashes of each algorithm': async () => {
    assert.deepEqual(await digest(new Blob([abc]), { algorithms: [...ALL] }), DIGESTS_OF_ABC);
  },

  'each engine returns the known hashes or an error': async () => {
    for (const source of [new Blob([abc]), abc, streamOf(abc)]) {
      const found = await digest(source, { algorithms: [...ALL], engine: 'wasm' });
      assert.deepEqual(found, DIGESTS_OF_ABC);
    }
    for (const algorithm of ALL) {
      for (const source of [new Blob([abc]), abc, streamOf(abc)]) {
        const call = digest(source, { algorithms: [algorithm], engine: 'native' });
        const found = await call.catch((error) => error.code);
        const known = { [algorithm]: DIGESTS_OF_ABC[algorithm] };
        assert.deepEqual(found, found === 'unsupported' ? found : known);
        // Every runtime has a native SHA-256.
        if (algorithm === 'sha256' && source === abc) assert.deepEqual(found, known);
      }
    }
  },

  'an unknown engine is refused': async () => {
    // @ts-expect-error: no such engine
    await fails(digest(abc, { engine: 'fastest' }), 'invalid-input');
  },

  'shared memory is hashed as well': async () => {
    if (typeof SharedArrayBuffer === 'undefined') return;
    const shared = new Uint8Array(new SharedArrayBuffer(LONG));
    assert.deepEqual(await digest(shared), { sha256: DIGESTS_OF_LONG.sha256 });
  },

  'digest uses SHA-256 by default': async () => {
    assert.deepEqual(await digest(abc), { sha256: ABC });
  },

  'digest takes every kind of source': async () => {
    const sources = {
      blob: new Blob(['a', 'bc']),
      slice: new Blob(['0abc0']).slice(1, 4),
      file: new File(['abc'], 'abc.txt'),
      buffer: abc.buffer,
      view: padded.subarray(1, 4),
      dataView: new DataView(padded.buffer, 1, 3),
      words: new Uint16Array(new Uint8Array([97, 98]).buffer),
      stream: streamOf(abc.subarray(0, 1), new Uint8Array(), abc.subarray(1)),
      request: new Request('http://localhost/', { method: 'POST', body: 'abc' }),
      response: new Response('abc'),
    };
    for (const [kind, source] of Object.entries(sources)) {
      const { sha256 } = await digest(source);
      // `printf ab | sha256sum`
      const ab = 'fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603';
      assert.equal(sha256, kind === 'words' ? ab : ABC, kind);
    }
  },

  'the digest of empty input is that of the empty message': async () => {
    // FIPS 180-4: SHA-256 of the empty message
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    for (const source of [new Blob([]), new Uint8Array(), new Response(null), streamOf()]) {
      assert.deepEqual(await digest(source), { sha256: empty });
    }
  },

  'digest reads a file that is larger than one slice': async () => {
    const bytes = new Uint8Array(LONG);
    const algorithms = /** @type {const} */ (['md5', 'sha256']);
    for (const source of [bytes, new Blob([bytes]), streamOf(bytes)]) {
      assert.deepEqual(await digest(source, { algorithms: [...algorithms] }), DIGESTS_OF_LONG);
    }
  },

  'many small files hashed concurrently each get their own hashes': async () => {
    const files = Array.from({ length: 200 }, (_, index) =>
      new Uint8Array(index * 331 + 1).fill(index),
    );
    const own = await Promise.all(files.map((bytes) => crypto.subtle.digest('SHA-256', bytes)));
    const hex = (/** @type {ArrayBuffer} */ hash) =>
      Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const blobs = files.map((bytes) => new Blob([bytes]));
    const found = await Promise.all(blobs.map((blob) => digest(blob)));
    assert.deepEqual(
      found.map(({ sha256 }) => sha256),
      own.map(hex),
    );
    // RFC 1321, A.5, among other files.
    const others = blobs.map((blob) => digest(blob, { algorithms: ['md5'] }));
    const { md5 } = await digest(new Blob([abc]), { algorithms: ['md5'] });
    assert.equal(md5, DIGESTS_OF_ABC.md5);
    const hashes = await Promise.all(others);
    assert.equal(new Set(hashes.map((hash) => hash.md5)).size, files.length);
  },

  'digest reports its progress and ends with done': async () => {
    /** @type {import('metadefender-wasm').Progress[]} */
    const events = [];
    await digest(new Blob([new Uint8Array(LONG)]), { onProgress: (event) => events.push(event) });
    const [first, last] = [events[0], events.at(-1)];
    assert.deepEqual(first, { phase: 'hash', loaded: 0, total: LONG, percentage: 0 });
    assert.equal(last?.phase, 'done');
    assert.equal(last?.percentage, 100);
  },

  'a hasher takes bytes in chunks': async () => {
    const hasher = await createHasher([...ALL]);
    hasher.update(abc.subarray(0, 1));
    const early = hasher.digest();
    hasher.update(new DataView(padded.buffer, 2, 2));
    assert.deepEqual(hasher.digest(), DIGESTS_OF_ABC);
    assert.notDeepEqual(early, DIGESTS_OF_ABC);
    hasher.free();
  },

  'a hasher uses SHA-256 by default': async () => {
    const hasher = await createHasher();
    hasher.update(abc.buffer);
    assert.deepEqual(hasher.digest(), { sha256: ABC });
  },

  'a hasher refuses anything but bytes': async () => {
    const hasher = await createHasher();
    // @ts-expect-error: no string
    await fails((async () => hasher.update('abc'))(), 'invalid-input');
  },

  'an unknown algorithm is refused': async () => {
    // @ts-expect-error: no such algorithm
    await fails(digest(abc, { algorithms: ['sha3'] }), 'invalid-input');
    // @ts-expect-error: no array
    await fails(createHasher('md5'), 'invalid-input');
  },

  'anything but a file is refused': async () => {
    for (const source of [undefined, null, 42, 'abc', {}, [1, 2, 3], new URL('http://localhost')]) {
      // @ts-expect-error: no sources
      await fails(digest(source), 'invalid-input');
    }
  },

  'a detached buffer is refused, not hashed as empty': async () => {
    const detached = new Uint8Array([1, 2, 3]);
    structuredClone(detached, { transfer: [detached.buffer] });
    for (const bytes of [detached, detached.buffer]) await fails(digest(bytes), 'invalid-input');

    const large = new Uint8Array(16 * 1024 * 1024);
    const onProgress = () => {
      if (large.length) structuredClone(large, { transfer: [large.buffer] });
    };
    await fails(digest(large, { onProgress }), 'invalid-input');
  },

  'a stream that is locked, was read, or fails is refused': async () => {
    const locked = streamOf(abc);
    locked.getReader();
    await fails(digest(locked), 'invalid-input');

    const response = new Response('abc');
    await response.text();
    await fails(digest(response), 'invalid-input');

    const failing = new ReadableStream({ pull: (it) => it.error(new Error('disk on fire')) });
    await fails(digest(failing), 'invalid-input');

    const words = new ReadableStream({
      start(controller) {
        controller.enqueue('abc');
        controller.close();
      },
    });
    await fails(digest(words), 'invalid-input');
  },
};

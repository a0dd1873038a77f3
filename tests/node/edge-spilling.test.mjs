// @ts-check
// A body of unknown length that is written to a bucket.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { workers } from '../../src/edge/platform/workers.js';
import { Budget } from '../../src/edge/screen/budget.js';
import { countedBucket } from '../../src/edge/screen/counted.js';
import { chooseHolding } from '../../src/edge/screen/holding/hold.js';
import { MemoryShare } from '../../src/edge/screen/holding/isolate-memory.js';
import '../support/fixed-length-stream.mjs';

const MIB = 1 << 20;
/** R2, Multipart upload, "Limitations" (November 2026). */
const PART = 5 * MIB;

/** A bucket in memory that is as strict as R2, and counts its calls. */
function bucketInMemory() {
  /** @type {Map<string, Blob>} */
  const objects = new Map();
  /** @type {string[]} */
  const asked = [];
  /** @type {number[]} */
  const sizes = [];
  return {
    /** What completion waits for. @type {Promise<unknown>} */
    gate: Promise.resolve(),
    objects,
    asked,
    sizes,
    async createMultipartUpload(/** @type {string} */ key) {
      asked.push('create');
      const complete = () => this.gate;
      /** @type {Blob[]} */
      const parts = [];
      return {
        async uploadPart(/** @type {number} */ number, /** @type {ReadableStream} */ body) {
          asked.push('part');
          const part = await new Response(body).blob();
          sizes.push(part.size);
          parts[number - 1] = part;
          return number;
        },
        async complete(/** @type {number[]} */ numbers) {
          asked.push('complete');
          await complete();
          const sent = numbers.map((number) => parts[number - 1] ?? assert.fail());
          for (const part of sent.slice(0, -1)) assert.equal(part.size, sent[0]?.size);
          for (const part of sent.slice(0, -1)) assert(part.size >= PART);
          objects.set(key, new Blob(sent));
          return { etag: 'of-parts' };
        },
        async abort() {
          asked.push('abort');
        },
      };
    },
    async put() {
      assert.fail('nothing is put whose length nobody knows');
    },
    async get(/** @type {string} */ key, /** @type {any} */ { range, onlyIf } = {}) {
      assert.deepEqual(onlyIf, { etagMatches: 'of-parts' });
      const blob = objects.get(key) ?? assert.fail();
      return { body: blob.slice(range.offset, range.offset + range.length).stream() };
    },
    async delete(/** @type {string} */ key) {
      asked.push('delete');
      objects.delete(key);
    },
  };
}

/** @param {ReturnType<typeof bucketInMemory>} bucket @param {{ memory?: number, isolateMemory?: number, calls?: number }} [options] */
function holdingIn(bucket, { memory = 8 * MIB, isolateMemory = 16 * MIB, calls = 50 } = {}) {
  const budget = new Budget(calls);
  const counted = bucket && countedBucket(bucket, budget);
  const settings = /** @type {any} */ ({
    bucket: counted,
    memory,
    isolateMemory,
    platform: workers,
  });
  return chooseHolding(undefined, 'key', settings, budget);
}

/** How many bytes are free in the isolate, in MiB. */
function freeMib() {
  const share = new MemoryShare(16 * MIB);
  let free = 16;
  while (!share.hasRoomFor(free * MIB)) free--;
  return free;
}

/** @param {Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>} body */
const bytesOf = async (body) => Buffer.from(await new Response(body).arrayBuffer());

describe('a body of unknown length', () => {
  for (const size of [0, 1, 8 * MIB]) {
    test(`stays in memory with ${size} bytes`, async () => {
      const bucket = bucketInMemory();
      const holding = holdingIn(bucket);
      await holding.write(new Uint8Array(size).fill(7));
      await holding.close();
      assert.equal(holding.isInMemory, true);
      assert.equal(holding.size, size);
      const body = await bytesOf(/** @type {Blob} */ (await holding.body()));
      assert(body.equals(Buffer.alloc(size, 7)));
      await holding.drop();
      assert.deepEqual(bucket.asked, []);
      assert.equal(freeMib(), 16);
    });
  }

  for (const [size, memory, sizes] of /** @type {const} */ ([
    [8 * MIB + 1, 8 * MIB, [8 * MIB, 1]],
    [16 * MIB, 8 * MIB, [8 * MIB, 8 * MIB]],
    [11 * MIB, 1 * MIB, [PART, PART, 1 * MIB]],
    [2 * MIB, 1 * MIB, [2 * MIB]],
  ])) {
    test(`of ${size} bytes goes to the bucket in parts, with ${memory} allowed in memory`, async () => {
      const bucket = bucketInMemory();
      const holding = holdingIn(bucket, { memory });
      const whole = Buffer.alloc(size, 'what is held. ');
      // Reused for each chunk, as a reader's buffer may be.
      const chunk = Buffer.alloc(999_999);
      for (let at = 0; at < size; at += chunk.length) {
        const length = whole.copy(chunk, 0, at);
        await holding.write(chunk.subarray(0, length));
        // At most one part is in memory.
        assert(freeMib() >= 16 - Math.max(memory, PART) / MIB);
      }
      await holding.close();
      assert.deepEqual(bucket.sizes, sizes);
      assert.equal(holding.isInMemory, false);
      assert.equal(holding.size, size);
      assert.equal(holding.etag, 'of-parts');
      assert.equal(freeMib(), 16);
      const range = await bytesOf(await holding.open(1000, size - 1));
      assert(range.equals(whole.subarray(1000, size - 1)));
      await holding.drop();
      assert.equal(bucket.objects.size, 0);
    });
  }

  test('leaves nothing behind if it is aborted', async () => {
    for (const size of [1, 9 * MIB]) {
      const bucket = bucketInMemory();
      const holding = holdingIn(bucket);
      await holding.write(new Uint8Array(size));
      await holding.abort(new Error('gone'));
      await holding.drop();
      assert.deepEqual(bucket.asked, size > 1 ? ['create', 'part', 'abort'] : []);
      assert.equal(freeMib(), 16);
    }
  });

  test('is deleted if it was completed during the abort', async () => {
    const bucket = bucketInMemory();
    /** @type {(value?: unknown) => void} */
    let open = () => {};
    bucket.gate = new Promise((resolve) => (open = resolve));
    const holding = holdingIn(bucket);
    await holding.write(new Uint8Array(9 * MIB));
    const closing = holding.close();
    while (!bucket.asked.includes('complete')) await new Promise(setImmediate);
    await holding.abort(new Error('gone'));
    const dropped = holding.drop();
    open();
    await Promise.all([closing, dropped]);
    assert.deepEqual(bucket.asked, ['create', 'part', 'part', 'complete', 'delete']);
    assert.equal(bucket.objects.size, 0);
  });

  test('is refused if the calls for its parts would leave none for the scan', async () => {
    const bucket = bucketInMemory();
    const holding = holdingIn(bucket, { memory: PART, calls: 13 });
    const write = async () => {
      for (let count = 0; count < 100; count++) await holding.write(new Uint8Array(MIB));
    };
    await assert.rejects(write(), { kind: 'length-required', message: /more than 15728640 bytes/ });
    await holding.abort(new Error('refused'));
    assert.deepEqual(bucket.asked, ['create', 'part', 'part', 'part', 'abort']);
    await holding.drop();
  });

  test('is refused if it exceeds the memory and there is no bucket for parts', async () => {
    const { createMultipartUpload: _, ...without } = bucketInMemory();
    for (const bucket of [undefined, without]) {
      const holding = holdingIn(/** @type {any} */ (bucket), { memory: MIB });
      await holding.write(new Uint8Array(MIB));
      await assert.rejects(async () => holding.write(new Uint8Array(1)), {
        kind: 'length-required',
      });
      await holding.drop();
    }
  });
});

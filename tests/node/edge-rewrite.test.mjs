// @ts-check
// The rewriter of scanProxy's responses, on its own: it never sees a whole text, and chunks can end anywhere.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Replacer } from '../../src/edge/proxy/redact.js';
import { MalformedJsonError, Rewriter, rewrittenStream } from '../../src/edge/proxy/rewrite.js';

const KEY = 'k3y-Of/the+service';
const OWN = '61dffeaa728844adbf49eb090e4ece0e';
const part = new Replacer([
  [KEY, '[redacted]'],
  [OWN, 'handle'],
]);

/** @param {string} text */
const replaced = (text) => (text.toLowerCase() === OWN ? 'handle' : part.replace(text));

const sealed = async (/** @type {string} */ text) => `sealed ${text.length}`;
const deeper = { worst_data_id: sealed, metadata: { data_id: sealed } };
const members = { data_id: sealed, ['__proto__']: deeper, err: deeper };
const rules = { text: replaced, part, members };

/** What a text becomes, by way of `JSON.parse`. @param {unknown} value @param {any} within @returns {unknown} */
function expected(value, within = members) {
  if (typeof value === 'string')
    return typeof within === 'function' ? `sealed ${value.length}` : replaced(value);
  if (Array.isArray(value))
    // An id in a list is none.
    return value.map((item) => expected(item, typeof within === 'function' ? null : within));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    replaced(key),
    expected(item, within && Object.hasOwn(within, key) ? within[key] : null),
  ]);
  return Object.fromEntries(entries);
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {number[]} cuts */
async function rewritten(bytes, cuts) {
  const rewriter = new Rewriter(rules);
  const out = [];
  let from = 0;
  for (const cut of [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  )) {
    // A chunk whose memory is reused, like that of a network read.
    const chunk = bytes.slice(from, cut);
    out.push(Buffer.from(await rewriter.push(chunk)));
    chunk.fill(0x78);
    from = cut;
  }
  return Buffer.concat(out).toString();
}

const names = fc.constantFrom('data_id', 'worst_data_id', 'metadata', 'err', OWN, KEY, '__proto__');
const strings = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(OWN, OWN.toUpperCase(), KEY, `a ${KEY}, and ${OWN}`, '', '"', '\\', '\\u0022'),
);
const json = /** @type {fc.Arbitrary<any>} */ (
  fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      strings,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(null, true, false),
      fc.array(tie('value')),
      fc
        .array(fc.tuple(fc.oneof(names, strings), tie('value')))
        .map((entries) => Object.fromEntries(entries)),
    ),
  })).value
);

/** The same JSON, written otherwise. @param {string} text @param {boolean} escapes @param {boolean} spaced */
function spelled(text, escapes, spaced) {
  const written = spaced ? JSON.stringify(JSON.parse(text), null, '\t') : text;
  if (!escapes) return written;
  return written.replace(/(?<!\\)(?:[d-f]|[^\x00-\x7f])/g, (character, index) =>
    isInString(written, index)
      ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
      : character,
  );
}

/** @param {string} text @param {number} index */
function isInString(text, index) {
  const before = text.slice(0, index).replace(/\\./g, '');
  return (
    (before.match(/"/g)?.length ?? 0) % 2 === 1 &&
    !/\\(?:u[\da-f]{0,3})?$/.test(text.slice(0, index))
  );
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('the rewriter', () => {
  test('gives the same result as rewriting the parsed text, wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        json,
        fc.boolean(),
        fc.boolean(),
        cuts,
        async (value, escapes, spaced, at) => {
          const text = spelled(JSON.stringify(value), escapes, spaced);
          const bytes = new TextEncoder().encode(text);
          const parsed = JSON.parse(new TextDecoder().decode(bytes));
          assert.deepEqual(JSON.parse(await rewritten(bytes, at)), expected(parsed));
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('preserves everything else byte for byte', async () => {
    const text =
      ' {"a" : [ 1.0e5,-0, 12345678901234567890, "\\u0041\\/" ,true ], "kühl":"\\n"}\r\n';
    assert.equal(await rewritten(new TextEncoder().encode(text), [3, 20, 61]), text);
  });

  test('redacts the key in a string of any length, wherever it is split', async () => {
    const character = fc.constantFrom('a', 'ü', '𝒳', '"', '\\', '\u0001');
    const run = fc.tuple(character, fc.integer({ min: 0, max: 70_000 }));
    await fc.assert(
      fc.asyncProperty(run, run, cuts, async ([one, before], [other, after], at) => {
        const text = `${one.repeat(before)}${KEY}${other.repeat(after)}${OWN.toUpperCase()}`;
        const bytes = new TextEncoder().encode(JSON.stringify({ err: text, next: KEY }));
        const said = JSON.parse(await rewritten(bytes, at));
        assert.deepEqual(said, { err: replaced(text), next: '[redacted]' });
      }),
      { numRuns: 60 },
    );
  });

  test('redacts the key if a chunk of a long string ends inside it', async () => {
    const text = JSON.stringify({ err: `${'x'.repeat(70_000)}${KEY} and more` });
    const from = text.indexOf(KEY);
    const said = JSON.stringify({ err: `${'x'.repeat(70_000)}[redacted] and more` });
    for (let at = from; at <= from + KEY.length; at += 1)
      assert.equal(await rewritten(new TextEncoder().encode(text), [at]), said, `cut at ${at}`);
  });

  test('does not pass an id that is too long to be one', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ data_id: 'a'.repeat(200_000) }));
    await assert.rejects(rewritten(bytes, [100_000]), MalformedJsonError);
  });

  test('ignores names that are too long', async () => {
    const text = JSON.stringify({ ['x'.repeat(80_000)]: { data_id: 'abc' } });
    assert.equal(await rewritten(new TextEncoder().encode(text), [70_000]), text);
  });

  test('searches for names to the depth of real JSON, and no deeper', async () => {
    const deep = (/** @type {number} */ depth) =>
      new TextEncoder().encode(`${'['.repeat(depth)}{"data_id":"abc"}${']'.repeat(depth)}`);
    assert.match(await rewritten(deep(500), [70]), /"sealed 3"/);
    await assert.rejects(rewritten(deep(100_000), [70]), MalformedJsonError);
  });

  test('aborts on invalid JSON', async () => {
    for (const text of [`{"a": ${KEY}}`, '{"a": "\\x"}', '{"a": "line\nbreak"}', '<html>'])
      await assert.rejects(
        rewritten(new TextEncoder().encode(text), [5]),
        MalformedJsonError,
        text,
      );
  });

  test('an aborted stream does not end as a complete response, and is not read further', async () => {
    const told = [];
    let isCancelled = false;
    const source = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('"\\x"')),
      cancel: () => void (isCancelled = true),
    });
    const first = new TextEncoder().encode('[1,');
    const rewriter = new Rewriter(rules);
    const start = await rewriter.push(first);
    const stream = rewrittenStream(start, source.getReader(), rewriter, (error) =>
      told.push(error),
    );
    await assert.rejects(new Response(stream).text(), MalformedJsonError);
    assert.equal(told.length, 1);
    assert.equal(isCancelled, true);
  });
});

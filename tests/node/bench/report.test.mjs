// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { QUICK } from '../../../bench/plan.mjs';
import { withEarlier } from '../../../bench/report/earlier.mjs';
import { linesOf } from '../../../bench/report/lines.mjs';
import { replaceSection, section } from '../../../bench/report/guide.mjs';
import { plot } from '../../../bench/report/svg.mjs';
import { markdownTable } from '../../../bench/report/table.mjs';

/** @returns {import('../../../bench/report/lines.mjs').Line} */
const line = (/** @type {object} */ changes) => ({
  what: 'work',
  runtime: 'node',
  ours: '2 MB/s',
  theirs: 'others, 1 MB/s',
  other: 'others',
  figure: 2,
  unit: ' ×',
  direction: 'least',
  target: 1.5,
  met: true,
  ...changes,
});

describe('the lines of the table', () => {
  test('say whether a ratio reaches its target', () => {
    const measured = (/** @type {number} */ ratio) => ({
      ours: { name: 'metadefender-wasm', speed: 100 },
      theirs: [{ name: 'hash-wasm', speed: 50, ratio }],
      rounds: [],
    });
    const result = (/** @type {number} */ ratio) =>
      linesOf([{ id: 'stream-sha256', runtime: 'node', measured: measured(ratio) }]);
    assert.equal(result(1.12)[0]?.met, true);
    assert.equal(result(1.11)[0]?.met, false);
  });

  test('say whether a figure stays below its target', () => {
    const result = (/** @type {number} */ figure) =>
      linesOf([{ id: 'cold', runtime: 'node', measured: { figure } }]);
    assert.equal(result(15)[0]?.met, true);
    assert.equal(result(15.1)[0]?.met, false);
  });
});

describe('a browser is behind', () => {
  const linesWith = (/** @type {number} */ ratio) => {
    const measured = (/** @type {number} */ ratio) => ({
      ours: { name: 'metadefender-wasm', speed: 100 },
      theirs: [{ name: 'hash-wasm', speed: 50, ratio }],
      rounds: [],
    });
    return linesOf([
      { id: 'small', runtime: 'chromium', measured: measured(4) },
      { id: 'small', runtime: 'firefox', measured: measured(ratio) },
    ]);
  };

  test('if its ratio is a quarter below that of Chromium: it is bold, with a reason', () => {
    const lines = linesWith(2.9);
    assert.equal(typeof lines[1]?.behind, 'string');
    assert.equal(lines[0]?.behind, undefined);
    assert.match(markdownTable(lines), /firefox.*\*\*2\.90 ×\*\*.*behind Chromium: /);
  });

  test('but not if the difference is smaller', () => {
    assert.equal(linesWith(3)[1]?.behind, undefined);
  });
});

describe('the plot', () => {
  test('has a bar and a target for each line that has a target, and none for others', () => {
    const svg = plot([
      line({ what: 'one' }),
      line({ what: 'two', runtime: 'chromium' }),
      line({ what: 'three', direction: 'most', unit: ' ms', figure: 60, target: 50, met: false }),
      line({ what: 'four', target: undefined, met: undefined }),
    ]);
    assert.equal(svg.match(/<rect class="(met|missed)"/g)?.length, 3);
    assert.equal(svg.match(/<path class="target"/g)?.length, 3);
    for (const what of ['one', 'two', 'three']) assert(svg.includes(`>${what}<`), what);
    assert(!svg.includes('four'));
    assert(svg.includes('60.0 ms, missed'));
  });

  test('shows marks as text', () => {
    const svg = plot([line({ what: '<b>"a" & b</b>', other: '<i>' })]);
    assert(!/<b>|<i>| & /.test(svg));
    assert(svg.includes('&#60;b&#62;&#34;a&#34; &#38; b'));
  });

  test('clips a bar that is out of bounds', () => {
    const svg = plot([line({ figure: 1000 })]);
    const [, x, width] = /class="met" x="(\d+)" y="\d+" width="(\d+)"/.exec(svg) ?? [];
    const [, whole] = /viewBox="0 0 (\d+) /.exec(svg) ?? [];
    assert(Number(x) + Number(width) < Number(whole));
  });
});

describe('the guide', () => {
  test('gets the text between the markers, and is unchanged around them', () => {
    const before = 'a\n<!-- benchmark -->\nold\n<!-- /benchmark -->\nz';
    const after = replaceSection(before, 'new');
    assert.equal(after, 'a\n<!-- benchmark -->\n\nnew\n\n<!-- /benchmark -->\nz');
    assert.equal(replaceSection(after, 'new'), after);
  });

  test('is not changed without markers', () => {
    assert.throws(() => replaceSection('a', 'new'), /<!-- benchmark -->/);
  });

  test('has a table with the same number of columns in each row', () => {
    const rows = markdownTable([line({}), line({ target: undefined })]).split('\n');
    assert.deepEqual(new Set(rows.map((row) => row.split('|').length)), new Set([9]));
  });
});

describe('a run of some rows', () => {
  const run = (
    /** @type {string} */ date,
    /** @type {[string, 'node' | 'deno', number][]} */ rows,
  ) =>
    /** @satisfies {import('../../../bench/report/report.mjs').Report} */ ({
      date,
      machine: { cpu: 'some', cores: 2, memory: 4, system: 'any' },
      versions: { Node: '20', [date]: 'measured' },
      plan: QUICK,
      results: rows.map(([id, runtime, figure]) => ({ id, runtime, measured: { figure } })),
    });
  const earlier = run('2020-01-01T00:00:00.000Z', [
    ['cold', 'node', 1],
    ['delay', 'node', 1],
    ['a row that was given up', 'node', 1],
  ]);
  const both = withEarlier(run('2020-02-02T00:00:00.000Z', [['delay', 'node', 2]]), earlier);

  test('keeps the other rows, in the order of the table', () => {
    assert.deepEqual(
      both.results.map(({ id, date, measured }) => [id, date?.slice(0, 10), measured]),
      [
        ['cold', '2020-01-01', { figure: 1 }],
        ['delay', '2020-02-02', { figure: 2 }],
      ],
    );
  });

  test('shows in the dates', () => {
    assert.match(section(both), /^By `npm run bench` from 2020-01-01 to 2020-02-02: /);
    const same = withEarlier(run('2020-01-01T00:00:00.000Z', []), earlier);
    assert.match(section(same), /^By `npm run bench` on 2020-01-01: /);
  });
});

// @ts-check
import { createLogUpdate } from 'log-update';
import { say } from './failure.js';
/** @import { Tally } from './tally.js' */

/** How often it is said without a terminal, ms: seldom enough for a log, often enough for CI systems that end what is silent. */
const INTERVAL = 10_000;

/**
 * How far a scan is.
 * @typedef {object} Progress
 * @property {(total: number) => void} found so many files there are, as far as is known
 * @property {((path: string, percentage: number) => void)} [moved] how far one file is, where somebody looks
 * @property {(path: string) => void} done
 * @property {() => void} makeRoom clears the line, so that something else can be written
 * @property {() => void} end
 */

/** Nothing is said. @type {Progress} */
const silent = { found() {}, done() {}, makeRoom() {}, end() {} };

/**
 * A bar where stderr is a terminal, else a line now and then.
 * @param {Tally} tally
 * @param {{ isQuiet: boolean }} options
 * @returns {Progress}
 */
export function progressOf(tally, { isQuiet }) {
  if (isQuiet) return silent;
  // A terminal whose size nobody knows has none.
  const { isTTY, columns } = process.stderr;
  return isTTY && columns > 0 && process.env.TERM !== 'dumb' ? bar(tally) : lines(tally);
}

/** @param {Tally} tally @returns {Progress} */
function lines(tally) {
  const timer = setInterval(() => say(`${tally.files} done, ${tally.blocked} blocked`), INTERVAL);
  timer.unref();
  return { ...silent, end: () => clearInterval(timer) };
}

/** How often the bar is drawn, ms. */
const FRAME = 100;
const BAR_WIDTH = 30;

/** @param {Tally} tally @returns {Progress} */
function bar(tally) {
  const screen = createLogUpdate(process.stderr);
  let total = 0;
  /** The percentage of each file under way. @type {Map<string, number>} */
  const parts = new Map();

  function draw() {
    const files = Math.max(total, tally.files);
    let moved = tally.files;
    for (const percentage of parts.values()) moved += percentage / 100;
    const share = files > 0 ? Math.min(moved / files, 1) : 0;
    const filled = Math.floor(share * BAR_WIDTH);
    const drawn = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const blocked = tally.blocked > 0 ? `, ${tally.blocked} blocked` : '';
    const percentage = `${Math.floor(share * 100)}`.padStart(3);
    screen(`${drawn} ${percentage} %  ${tally.files} of ${files} files${blocked}`);
  }
  draw();
  const timer = setInterval(draw, FRAME).unref();
  return {
    found: (count) => void (total = count),
    moved: (path, percentage) => void parts.set(path, percentage),
    done: (path) => void parts.delete(path),
    makeRoom: () => screen.clear(),
    end() {
      clearInterval(timer);
      screen.clear();
      screen.done();
    },
  };
}

// @ts-check
import { createLogUpdate } from 'log-update';
import { say } from './failure.js';
/** @import { Tally } from './tally.js' */

/** How often a line is written without a terminal, ms. CI systems may end a job that writes nothing for minutes. */
const INTERVAL = 10_000;

/**
 * Shows the progress of a scan.
 * @typedef {object} Progress
 * @property {(total: number) => void} found the number of files found so far
 * @property {((path: string, percentage: number) => void)} [moved] the progress of one file, if there is a bar
 * @property {(path: string) => void} done
 * @property {() => void} makeRoom clears the line, so that something else can be written
 * @property {() => void} end
 */

/** Shows nothing. @type {Progress} */
const silent = { found() {}, done() {}, makeRoom() {}, end() {} };

/**
 * A bar if stderr is a terminal, otherwise a line from time to time.
 * @param {Tally} tally
 * @param {{ isQuiet: boolean }} options
 * @returns {Progress}
 */
export function progressOf(tally, { isQuiet }) {
  if (isQuiet) return silent;
  // A terminal of unknown size has no columns: it gets lines.
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
  /** The percentage of each file that is being scanned. @type {Map<string, number>} */
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

// @ts-check
import { styleText } from 'node:util';
import { escapeControls } from '../escape.js';
import { explanation } from '../outcome.js';
/** @import { Report, ReportOptions } from './index.js' */

const COLORS = /** @type {const} */ ({
  allowed: 'green',
  blocked: 'red',
  undetermined: 'yellow',
  skipped: 'gray',
});
const WIDTH = 'undetermined'.length;

/** One line per file: the verdict, the path, and the reason if it is not allowed. @param {ReportOptions} options @returns {Report} */
export const table = ({ hasColors, isQuiet }) => ({
  begin: () => '',
  add(outcome) {
    const { verdict, path } = outcome;
    if (isQuiet && verdict === 'allowed') return '';
    const padded = verdict.padEnd(WIDTH);
    const word = hasColors ? styleText(COLORS[verdict], padded) : padded;
    const columns = [word, escapeControls(path), escapeControls(explanation(outcome))];
    return `${columns.join('  ').trimEnd()}\n`;
  },
  end: () => '',
});

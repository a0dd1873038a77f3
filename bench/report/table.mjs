// @ts-check
import { figureOf, targetOf, verdictOf } from './lines.mjs';

const HEAD = ['what', 'runtime', 'ours', 'theirs', 'figure', 'target', ''];

/** The columns of a line. @param {import('./lines.mjs').Line} line */
const cells = (line) => [
  line.what,
  line.runtime,
  line.ours,
  line.theirs,
  figureOf(line),
  targetOf(line),
  verdictOf(line),
];

/** The table with aligned columns, for a terminal. @param {import('./lines.mjs').Line[]} lines */
export function textTable(lines) {
  const rows = [HEAD, ...lines.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Ratios behind Chromium are bold. @param {import('./lines.mjs').Line} line */
const markdownCells = (line) =>
  cells(line).map((cell) =>
    line.behind !== undefined && cell === figureOf(line) ? `**${cell}**` : cell,
  );

/** @param {import('./lines.mjs').Line[]} lines */
export function markdownTable(lines) {
  const rows = [HEAD, HEAD.map(() => '---'), ...lines.map(markdownCells)];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

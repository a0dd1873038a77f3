// @ts-check
// The code in README and guides. What a block needs, which its text defines, is in a comment before it:
//
//   <!-- code
//   in: node
//   given: const file: File
//   -->
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = { docs: '', 'examples/worker': 'README.md', 'examples/server': 'README.md' };

/**
 * @typedef {object} Marks
 * @property {'page' | 'node' | 'workers'} in what it is for, whose types and globals it has; a page unless told
 * @property {string[]} given declarations and imports before it, as in TypeScript: `const file: File`
 * @property {boolean} continues whether it goes on where the block before it ends
 * @property {string | undefined} prints run in Node before the local gateway, it prints this
 * @property {string[]} then what is run after it
 */

/**
 * @typedef {object} CodeBlock
 * @property {string} title the document and the line
 * @property {string} document
 * @property {string} language
 * @property {string} code
 * @property {Marks} marks
 * @property {CodeBlock} [before] the block that it continues
 */

/** README, the guides and those of the examples. */
export const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...Object.entries(FOLDERS).flatMap(([folder, only]) =>
    readdirSync(join(root, folder))
      .filter((name) => (only ? name === only : name.endsWith('.md')))
      .map((name) => join(folder, name)),
  ),
];

const BLOCK = /(?:^<!-- code\n([^]*?)^-->\n+)?^( *)```(\S*)\n([^]*?)^ *```$/gm;

/** The blocks of a document, in their order. @param {string} document */
export function codeBlocks(document) {
  const text = readFileSync(join(root, document), 'utf8');
  /** @type {CodeBlock[]} */
  const blocks = [];
  for (const { index, 1: marks = '', 2: indent = '', 3: language = '', 4: code = '' } of [
    ...text.matchAll(BLOCK),
  ]) {
    const line =
      text.slice(0, index).split('\n').length + (marks ? marks.split('\n').length + 2 : 0);
    const title = `${document}:${line}`;
    const block = {
      title,
      document,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      marks: readMarks(title, marks),
    };
    const before = blocks.at(-1);
    blocks.push(block.marks.continues ? { ...block, before } : block);
  }
  return blocks;
}

/** @param {string} title @param {string} text @returns {Marks} */
function readMarks(title, text) {
  /** @type {Marks} */
  const marks = { in: 'page', given: [], continues: false, prints: undefined, then: [] };
  for (const line of text.split('\n').filter(Boolean)) {
    const [, key = '', value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (key === 'in' && ['page', 'node', 'workers'].includes(value)) {
      marks.in = /** @type {Marks['in']} */ (value);
    } else if (key === 'given') marks.given.push(value);
    else if (key === 'continues') marks.continues = true;
    else if (key === 'prints') marks.prints = value;
    else if (key === 'then') marks.then.push(value);
    else assert.fail(`${title}: nobody knows the mark ${line}`);
  }
  return marks;
}

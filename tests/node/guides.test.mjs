// @ts-check
// What README and guides say to type into a shell or a file can be typed: it parses, and what it names is there. The scripts are checked by
// tests/packed/guides.test.mjs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { format } from 'prettier';
import { selection } from '../../scripts/suites/selection.mjs';
import { codeBlocks, documents } from '../support/code-blocks.mjs';
import { command } from '../support/command.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
const { scripts: SCRIPTS } = JSON.parse(read('package.json'));
const blocks = documents.flatMap(codeBlocks);
const inLanguage = (/** @type {string[]} */ ...languages) =>
  blocks.filter(({ language }) => languages.includes(language));

/** What prettier, or the test named, understands of a block. */
const LANGUAGES = [
  ...['sh', 'yaml', 'json', 'html', 'dockerfile', 'text'],
  ...['js', 'ts', 'jsx', 'tsx', 'vue', 'svelte'],
];
const INSTRUCTIONS = /^(FROM|RUN|USER|WORKDIR|ENTRYPOINT|COPY|ENV|CMD) \S/;
/** The names of suites, from the source of `npm test`. */
const SUITES = [...read('scripts/test.mjs').matchAll(/^ {2}(\w+): \{$/gm)].map(
  ([, name]) => name ?? '',
);

test('every block states its language, and a test covers it', () => {
  const others = blocks.filter(({ language }) => !LANGUAGES.includes(language));
  assert.deepEqual(
    others.map(({ title, language }) => `${title}: ${language}`),
    [],
  );
});

describe('blocks that are whole documents parse', () => {
  for (const { title, language, code } of inLanguage('yaml', 'json', 'html')) {
    test(title, async () => {
      await format(code, { parser: language });
    });
  }
  for (const { title, code } of inLanguage('dockerfile')) {
    test(title, () => {
      const lines = code.split('\n').filter((line) => line && !line.startsWith('#'));
      assert.deepEqual(
        lines.filter((line) => !INSTRUCTIONS.test(line)),
        [],
      );
    });
  }
});

test('HTML uses only existing attributes of the element', () => {
  const manifest = JSON.parse(read('dist/custom-elements.json'));
  const [element] = manifest.modules[0].declarations;
  const known = ['id', ...element.attributes.map((/** @type {{ name: string }} */ it) => it.name)];
  for (const { title, code } of inLanguage('html')) {
    for (const [, attributes = ''] of code.matchAll(/<metadefender-upload\b([^>]*)>/g)) {
      const names = attributes
        .replaceAll(/="[^"]*"/g, '')
        .split(/\s+/)
        .filter(Boolean);
      assert.deepEqual(
        names.filter((name) => !known.includes(name)),
        [],
        title,
      );
    }
  }
});

describe('shell blocks', () => {
  for (const { title, code } of inLanguage('sh')) {
    test(`${title} parses`, async () => {
      await promisify(execFile)('bash', ['-n', '-c', code]);
    });

    test(`${title} names existing scripts, commands, options and files`, async () => {
      for (const words of commandsOf(code)) await assertKnown(words);
    });
  }
});

for (const document of [...documents, 'HACKING.md', 'SECURITY.md']) {
  test(`${document} names existing scripts of package.json`, () => {
    const named = [...read(document).matchAll(/`npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    const inExample = document.startsWith('examples/worker') || document === 'HACKING.md';
    const scripts = inExample
      ? { ...SCRIPTS, ...JSON.parse(read('examples/worker/package.json')).scripts }
      : SCRIPTS;
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });
}

/** Commands split into words, without expansion by a shell. @param {string} code */
function commandsOf(code) {
  const lines = code.replaceAll(/\\\n/g, ' ').replaceAll(/(^|\s)#.*$/gm, '');
  return lines
    .split(/\n|&&|\||<\(/)
    .map((line) => line.replaceAll(')', '').trim().split(/\s+/))
    .filter(([first]) => first);
}

/** @param {string[]} words */
async function assertKnown(words) {
  for (const word of words) {
    const isPath = /^(src|tests|docs|examples|scripts|bench)\//.test(word);
    if (isPath) assert.ok(existsSync(join(root, word)), `there is no ${word}`);
  }
  if (words[0] === 'npm') return assertScript(words.slice(1));
  if (words[0] === 'cargo') {
    const target = words[words.indexOf('--test') + 1] ?? '';
    return assert.ok(existsSync(join(root, 'tests', target, 'main.rs')), words.join(' '));
  }
  const at = words.indexOf('metadefender-wasm');
  const isCommand = at === 0 || (words.includes('npx') && at > 0);
  if (isCommand) await assertCommand(words.slice(at + 1));
}

/** @param {string[]} words after `npm` */
function assertScript([action = '', ...rest]) {
  if (action === 'test' && rest[0] === '--') {
    const words = rest.slice(1).filter((word) => word !== '--watch');
    for (const { begins = [] } of selection(words, SUITES)) {
      for (const path of begins) assert.ok(existsSync(join(root, path)), path);
    }
  } else if (action === 'run') assert.ok(rest[0] && rest[0] in SCRIPTS, `npm run ${rest[0]}`);
  else assert.ok(['install', 'start', 'test', 'owner'].includes(action), `npm ${action}`);
}

/** @param {string[]} words after the name of the command */
async function assertCommand([name = '', ...words]) {
  const { code, stdout } = await command([name, '--help'], {});
  assert.equal(code, 0, `metadefender-wasm has no command ${name}`);
  for (const word of words.filter((word) => word.startsWith('-'))) {
    const option = word.replace(/=.*/, '');
    assert.match(stdout, new RegExp(`(^|[ ,])${option}\\b`, 'm'), `metadefender-wasm ${name}`);
  }
}

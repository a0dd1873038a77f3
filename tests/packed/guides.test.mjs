// @ts-check
// The code of README and guides compiles with the types of the package, and works as described.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { EICAR } from '../behaviour/reports.js';
import { codeBlocks, documents } from '../support/code-blocks.mjs';
import { startGateway } from '../support/gateway.mjs';

/** @typedef {import('../support/code-blocks.mjs').CodeBlock} CodeBlock */

const { CONSUMER = '', TOOLCHAINS = '' } = process.env;
assert.ok(CONSUMER && TOOLCHAINS, 'CONSUMER and TOOLCHAINS name no projects: run `npm test`');
const FOLDER = join(CONSUMER, 'guides');
const ANGULAR = join(TOOLCHAINS, 'guides');

const RUNTIMES = {
  page: { lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
  node: { lib: ['es2022'], types: ['node'] },
  workers: { lib: ['es2022'], types: ['@cloudflare/workers-types'] },
};
const OPTIONS = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  jsx: 'react-jsx',
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};
const TSC = [join(CONSUMER, 'node_modules/typescript-7/bin/tsc'), '--project', '.'];
const STRICT_TEMPLATES = { strictTemplates: true };
/** The type checkers for the blocks of other languages than TypeScript, as their users run them. */
const CHECKERS = {
  vue: [join(CONSUMER, 'node_modules/vue-tsc/bin/vue-tsc.js'), '--project', '.'],
  svelte: [
    join(CONSUMER, 'node_modules/svelte-check/bin/svelte-check'),
    ...['--tsconfig', './tsconfig.json', '--output', 'machine'],
  ],
};

const SECRETS = { VERDICT_SECRET: 'v'.repeat(64), S3_KEY_ID: 'id', S3_SECRET: 'secret' };
/** What the marks of blocks that are run say is given. */
const GIVEN = `import { folderBucket, nodePlatform } from 'metadefender-wasm/edge/node';
const baseUrl = process.env.METADEFENDER_URL;
export const given = {
  file: new File(['harmless ' + Math.random()], 'letter.txt'),
  eicar: ${JSON.stringify(EICAR)},
  status: { textContent: '' },
  session: { token: async () => 'token' },
  url: baseUrl,
  baseUrl,
  key: 'key',
  secret: process.env.VERDICT_SECRET,
  platform: nodePlatform(),
  origin: 'http://127.0.0.1:9',
  holding: { bucket: folderBucket({ folder: 'held' }) },
};
`;

const blocks = documents.flatMap(codeBlocks).flatMap(scriptsOf);
const isAngular = (/** @type {CodeBlock} */ { code }) => code.includes("from '@angular/");
const scripts = blocks.filter((block) => /^[jt]sx?$/.test(block.language) && !isAngular(block));

before(() => {
  for (const folder of [FOLDER, ANGULAR]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
});

for (const [runtime, { lib, types }] of Object.entries(RUNTIMES)) {
  for (const isTyped of [false, true]) {
    const chosen = scripts.filter(
      ({ marks, language }) => marks.in === runtime && language.startsWith('t') === isTyped,
    );
    if (chosen.length === 0) continue;
    const name = `${runtime}-${isTyped ? 'typed' : 'untyped'}`;
    // JavaScript can declare neither the type of a parameter nor that an environment variable is set.
    const lenient = { noImplicitAny: false, strictNullChecks: false };
    const options = { ...OPTIONS, lib, types, ...(!isTyped && lenient) };
    checked(chosen, name, join(FOLDER, name), options, (block) =>
      block.language.endsWith('x') ? 'tsx' : 'ts',
    );
  }
}

for (const [language, command] of Object.entries(CHECKERS)) {
  const options = { ...OPTIONS, ...RUNTIMES.page, jsx: 'preserve' };
  const chosen = blocks.filter((block) => block.language === language);
  checked(chosen, language, join(FOLDER, language), options, () => language, command);
}

checked(
  blocks.filter(isAngular),
  'Angular',
  ANGULAR,
  { ...OPTIONS, ...RUNTIMES.page, experimentalDecorators: true },
  () => 'ts',
  [join(TOOLCHAINS, 'node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js'), '-p', '.'],
);

/**
 * Compiles blocks together; each is its own test.
 * @param {CodeBlock[]} chosen
 * @param {string} name
 * @param {string} folder
 * @param {object} compilerOptions
 * @param {(block: CodeBlock) => string} extension
 * @param {string[]} [command]
 */
function checked(chosen, name, folder, compilerOptions, extension, command = TSC) {
  describe(`it compiles: ${name}`, () => {
    let said = '';
    const fileOf = (/** @type {CodeBlock} */ block) =>
      `${block.title.replaceAll(/\W+/g, '-')}.${extension(block)}`;
    before(async () => {
      mkdirSync(folder, { recursive: true });
      for (const block of chosen) writeFileSync(join(folder, fileOf(block)), whole(block));
      const project = { compilerOptions, include: ['*'], angularCompilerOptions: STRICT_TEMPLATES };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
      const [program = '', ...args] = command;
      said = await promisify(execFile)(process.execPath, [program, ...args], { cwd: folder }).then(
        () => '',
        (/** @type {any} */ { stdout, stderr, message }) => stdout || stderr || message,
      );
    });
    for (const block of chosen) {
      test(block.title, () => {
        const lines = said.split('\n').filter((line) => line.includes(fileOf(block)));
        assert.deepEqual(lines, []);
      });
    }
    test('nothing else is wrong', () => {
      const isOurs = (/** @type {string} */ line) => chosen.some((it) => line.includes(fileOf(it)));
      if (!said.split('\n').some(isOurs)) assert.equal(said, '');
    });
  });
}

/** Extracts the scripts of HTML as blocks. @param {CodeBlock} block @returns {CodeBlock[]} */
function scriptsOf(block) {
  if (block.language !== 'html') return [block];
  const scripts = block.code.matchAll(/<script type="module">([^]*?)<\/script>/g);
  return [...scripts].map(([, code = '']) => ({ ...block, language: 'js', code }));
}

/** A block with everything that it needs. @param {CodeBlock} block @returns {string} */
function whole(block) {
  if (!/^[jt]sx?$/.test(block.language)) return block.code;
  const given = givenOf(block).map((it) => (it.startsWith('import ') ? it : `declare ${it}`));
  let code = joined(block);
  // JavaScript cannot declare the bindings of a Worker.
  if (block.language === 'js') code = code.replaceAll('(env) =>', '(env: any) =>');
  return [...new Set(given), code, 'export {};', ''].join('\n');
}

/** @param {CodeBlock} block @returns {string[]} */
const givenOf = ({ marks, before }) => [...(before ? givenOf(before) : []), ...marks.given];

/** @param {CodeBlock} block @returns {string} */
const joined = ({ code, before }) => (before ? joined(before) : '') + code;

describe('it works as described', () => {
  /** @type {Awaited<ReturnType<typeof startGateway>>} */
  let gateway;
  let folder = '';
  before(async () => {
    gateway = await startGateway('--api-key', 'key', '--api-key', 'secret');
    folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-'));
    // Not only digits, which may be a card number.
    writeFileSync(join(folder, 'upload.zip'), `harmless ${Math.random().toString(36)}`);
    writeFileSync(join(FOLDER, 'given.mjs'), GIVEN);
  });
  after(async () => {
    await gateway?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  for (const block of scripts.filter(({ marks }) => marks.prints !== undefined)) {
    test(block.title, async () => {
      const names = givenOf(block).flatMap((it) => /^(?:const|function) (\w+)/.exec(it)?.[1] ?? []);
      const imports = givenOf(block).filter((it) => /^import (?!type)/.test(it));
      const given = `import { given } from './given.mjs';\nconst { ${names.join(', ')} } = given;\n${imports.join('\n')}\n`;
      // What is elsewhere for readers.
      const code = `${joined(block)}\n${block.marks.then.join('\n')}`
        .replaceAll("baseUrl: '/scan'", `baseUrl: '${gateway.address}'`)
        .replaceAll('http://localhost:8899', gateway.address)
        .replaceAll('/var/lib/uploads', folder);
      const file = join(FOLDER, `${block.title.replaceAll(/\W+/g, '-')}.run.mjs`);
      writeFileSync(file, given + code);
      const env = { ...process.env, METADEFENDER_URL: gateway.address, ...SECRETS };
      const options = { cwd: folder, env };
      const { stdout } = await promisify(execFile)(process.execPath, [file], options);
      assert.equal(stdout.trim(), block.marks.prints);
    });
  }

  for (const block of blocks.filter(
    (it) => it.language === 'sh' && it.marks.prints !== undefined,
  )) {
    test(block.title, async () => {
      // Inside the project, where npx finds the command.
      const cwd = join(FOLDER, 'shell');
      mkdirSync(join(cwd, 'dist'), { recursive: true });
      for (const name of ['dist/app.js', 'letter.pdf']) {
        writeFileSync(join(cwd, name), `harmless ${Math.random().toString(36)}`);
      }
      const code = block.code.replaceAll('http://localhost:8899', gateway.address);
      const env = { ...process.env, NO_COLOR: '1', npm_config_offline: 'true' };
      const options = { cwd, env };
      const { stdout } = await promisify(execFile)('bash', ['-e', '-c', code], options);
      assert.equal(stdout.trim(), block.marks.prints);
    });
  }
});

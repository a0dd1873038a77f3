// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url));

/**
 * Serves a Worker in workerd, bundled as wrangler bundles it.
 * @param {string} consumer the project that has Miniflare
 * @param {string} [script]
 * @param {object} [options] of Miniflare
 */
export async function startWorkerd(consumer, script = WORKER, options = {}) {
  const tool = (/** @type {string} */ name) =>
    import(pathToFileURL(inProject(consumer).resolve(name)).href);
  const { Miniflare } = await tool('miniflare');
  const { build } = await tool('esbuild');
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-bench-worker-'));
  await build({
    entryPoints: { worker: script },
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.wasm': 'copy' },
    logLevel: 'warning',
    logOverride: { 'duplicate-object-key': 'silent' },
  });
  const worker = new Miniflare({
    modules: true,
    modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
    modulesRoot: folder,
    scriptPath: join(folder, 'worker.js'),
    compatibilityDate: '2026-04-01',
    ...options,
  });
  return {
    address: String(await worker.ready),
    async stop() {
      await worker.dispose();
      await rm(folder, { recursive: true });
    },
  };
}

/** The version of workerd. @param {string} consumer @returns {string} */
export const versionOfWorkerd = (consumer) => inProject(consumer)('workerd/package.json').version;

const inProject = (/** @type {string} */ folder) => createRequire(join(folder, 'package.json'));

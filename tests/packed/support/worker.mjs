// @ts-check
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CONSUMER, importTool, inConsumer } from './consumer.mjs';
import { startEdgeServer } from './edge-server.mjs';

/**
 * What the samples are served by: workerd, or what a test file has said before it imported others.
 * @returns {'workerd' | import('./edge-server.mjs').ServerRuntime}
 */
export const edgeRuntime = () => /** @type {any} */ (process.env.EDGE_RUNTIME ?? 'workerd');

/** A test of what only workerd has, which others do not run. @type {typeof test} */
export const workerdTest = edgeRuntime() === 'workerd' ? test : /** @type {any} */ (async () => {});

/**
 * Serves a sample in workerd, bundled as wrangler bundles it: by its conditions, with each `.wasm` a
 * compiled module of its own.
 * @param {string} sample its path in samples/
 * @param {Record<string, unknown>} [options] of Miniflare
 */
export async function startWorker(sample, options) {
  const runtime = edgeRuntime();
  if (runtime !== 'workerd') return startEdgeServer(runtime, sample, options);
  const { Miniflare } = await importTool('miniflare');
  const { build } = await importTool('esbuild');
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-worker-'));
  await build({
    entryPoints: [inConsumer('samples', sample)],
    absWorkingDir: CONSUMER,
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    loader: { '.wasm': 'copy' },
    logLevel: 'warning',
  });
  const whole = {
    modules: true,
    modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
    modulesRoot: folder,
    scriptPath: join(folder, 'worker.js'),
    compatibilityDate: '2026-04-01',
    ...options,
  };
  const worker = new Miniflare(whole);
  // A request by `dispatchFetch` would never state its length.
  const address = String(await worker.ready);
  const port = Number(new URL(address).port);
  return {
    address,
    /** A bucket, to look into. @param {string} name @returns {Promise<any>} */
    bucket: (name) => worker.getR2Bucket(name),
    /**
     * Replaces the isolate, as Cloudflare does at any time: what was in memory, and who was being answered, is gone.
     * @param {Record<string, unknown>} [changed] options
     */
    reload: (changed) => worker.setOptions({ ...whole, port, ...changed }),
    async stop() {
      await worker.dispose();
      await rm(folder, { recursive: true });
    },
  };
}

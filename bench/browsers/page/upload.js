// @ts-check
import { connect } from 'metadefender-wasm';
import { compare, fastest } from '../../measure.js';
import { BARE } from '../../rows.mjs';
import { WAYS } from './bare-upload.js';
import { startWorker } from './worker-calls.js';

/** @param {import('./page.js').Context} context */
export async function upload({ file, sink, plan }) {
  const bytes = file.size;
  const address = `${sink}/file`;
  const worker = startWorker('upload-worker.js');
  const ways = Object.entries(WAYS).flatMap(([way, send]) => [
    { name: way, bytes, run: () => send(address, file) },
    { name: `${way} in a worker`, bytes, run: () => worker.ask({ way, address, file }) },
  ]);
  const metadefender = await connect({ baseUrl: sink });
  const run = async () => (await metadefender.analyze(file)).dataId;
  return compare([{ name: 'metadefender-wasm', bytes, run }, await fastest(BARE, ways)], {
    rounds: plan.longRounds,
  });
}

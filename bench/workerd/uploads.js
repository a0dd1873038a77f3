// @ts-check
import { connect } from 'metadefender-wasm';
import { digestStream } from './digest-stream.js';
import { VERDICT } from '../support/sink-answers.mjs';
import { pump } from './pump.js';

/** @param {import('./worker.js').Asked} asked */
export async function scan({ request, query: { sink = '' } }) {
  const metadefender = await connect({ baseUrl: sink });
  const { verdict, digests, dataId } = await metadefender.scan(request, {
    filename: 'upload.bin',
    // The sink finishes at once, and the delay before the first poll is not to be measured.
    poll: { initialDelay: 1 },
  });
  if (verdict !== VERDICT) throw new Error(`the scan came to ${verdict}`);
  return `${dataId} ${digests.sha256}`;
}

/**
 * Hashes and uploads without the package, and polls once for the result.
 * @param {import('./worker.js').Asked} asked
 */
export async function pumpToSink({ body, size, query: { sink = '' } }) {
  const { update, end } = await (await digestStream.prepare(['sha256']))();
  const { readable, writable } = new FixedLengthStream(size);
  const headers = { 'content-type': 'application/octet-stream' };
  const sending = fetch(`${sink}/file`, { method: 'POST', headers, body: readable });
  const writer = writable.getWriter();
  await pump(body, (bytes) => Promise.all([update(bytes), writer.write(bytes)]));
  await writer.close();
  const { data_id } = /** @type {any} */ (await (await sending).json());
  await (await fetch(`${sink}/file/${data_id}`)).json();
  return `${data_id} ${await end()}`;
}

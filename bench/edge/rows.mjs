// @ts-check
import { memoryAboveIdle } from '../support/processes.mjs';
import { upload } from './bodies.mjs';
import { cpuRatio } from './cpu.mjs';
import { send } from './send.mjs';
/** @import { Context } from '../node/rows.mjs' */
/** @import { Figure } from '../rows.mjs' */
/** @import { Server, Who } from './servers.mjs' */

const MB = 1_000_000;
const FORM = 16 << 10;

/** @typedef {(who: Who, sink: string) => Promise<Server>} Start */

/**
 * The rows of preScreen in one runtime.
 * @param {Start} start
 * @returns {Record<string, (context: Context) => Promise<Figure>>}
 */
export const screenRows = (start) => ({
  'screen-small-form': cpu(start, upload(FORM, true), 'smallUploads'),
  'screen-8': cpu(start, upload(8 * MB, false), 'mediumUploads'),
  'screen-8-form': cpu(start, upload(8 * MB, true), 'mediumUploads'),
  'screen-64': cpu(start, upload(64 * MB, false), 'largeUploads'),
  'screen-64-form': cpu(start, upload(64 * MB, true), 'largeUploads'),
  'screen-memory': memory(start, ({ plan }) => [plan.hugeUpload]),
  'screen-memory-many': memory(start, ({ plan }) => Array(plan.uploadsAtOnce).fill(20 * MB)),
});

/**
 * @param {Start} start
 * @param {import('./bodies.mjs').Upload} body
 * @param {'smallUploads' | 'mediumUploads' | 'largeUploads'} count
 * @returns {(context: Context) => Promise<Figure>}
 */
const cpu =
  (start, body, count) =>
  async ({ plan, sink }) => {
    const servers = [await start('ours', sink), await start('bare', sink)];
    try {
      const [ours, bare] = /** @type {[any, any]} */ (
        servers.map(({ address, ids }) => ({ ids, request: () => send(address, body) }))
      );
      return await cpuRatio(ours, bare, { rounds: plan.cpuRounds, requests: plan[count] });
    } finally {
      for (const { stop } of servers) await stop();
    }
  };

/**
 * @param {Start} start
 * @param {(context: Context) => number[]} sizes of the simultaneous uploads
 * @returns {(context: Context) => Promise<Figure>}
 */
const memory = (start, sizes) => async (context) => {
  const uploads = sizes(context).map((size) => upload(size, false));
  const { address, ids, stop } = await start('ours', context.sink);
  const sendAll = () => Promise.all(uploads.map((each) => send(address, each)));
  try {
    // One request of any size loads the code that all of them need.
    await send(address, upload(MB, false));
    const first = await memoryAboveIdle(ids, sendAll);
    const { figure, detail } = await memoryAboveIdle(ids, sendAll);
    return { figure, detail: `${detail}; for the first ones ${first.figure.toFixed(1)} MiB` };
  } finally {
    await stop();
  }
};

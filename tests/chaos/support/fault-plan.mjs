// @ts-check
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as later } from 'node:timers/promises';
import { serve } from '../../packed/support/screening.mjs';

/**
 * What goes wrong with a call of a Worker's bucket or queue: it is not made, its answer is lost, the object that it gets
 * breaks off or seems to end after so many `bytes`; it is `delay` ms late.
 * @typedef {{ fail?: 'before' | 'after' | 'break' | 'cut', bytes?: number, delay?: number }} Fault
 */

/** An upload: what goes wrong with the call of that number, and its calls so far. @typedef {{ plan: Map<number, Fault>, calls: string[] }} Upload */

/**
 * Whom samples/edge/screen-faults.js asks. Each upload has a plan of its own: they come in the order in which uploads do.
 * The queue's messages are kept for a test to deliver.
 */
export async function startFaultPlan() {
  /** What is planned for the uploads to come. @type {Map<number, Fault>[]} */
  let plans = [];
  let count = 0;
  /** @type {(count: number) => void} */
  let onCall = () => {};
  /** By their ids. @type {Map<string, Upload>} */
  const uploads = new Map();
  /** The ids in the messages that were sent. @type {string[]} */
  const messages = [];

  /** @param {string} name @param {string} key */
  function faultOf(name, key) {
    const id = /[\da-f-]{36}/.exec(key)?.[0] ?? '';
    /** @type {Upload} */
    const upload = uploads.get(id) ?? { plan: plans.shift() ?? new Map(), calls: [] };
    uploads.set(id, upload);
    upload.calls.push(name);
    return upload.plan.get(upload.calls.length);
  }

  const server = createServer(async (request, response) => {
    const { name, key, id } = /** @type {Record<string, string>} */ (await json(request));
    if (request.url === '/message') {
      messages.push(`${id}`);
      return void response.end();
    }
    onCall((count += 1));
    const { delay = 0, ...fault } = faultOf(`${name}`, `${key}`) ?? {};
    await later(delay);
    response.end(JSON.stringify(fault));
  });

  return {
    ...(await serve(server)),
    messages,
    /** How many calls there were. */
    count: () => count,
    /** Calls the listener before each call. @param {typeof onCall} listener */
    onCall: (listener) => void (onCall = listener),
    /** The calls of each upload. */
    calls: () => [...uploads.values()].map(({ calls }) => calls),
    /** @param {Map<number, Fault>[]} next */
    begin(next) {
      plans = next;
    },
    /** Ends all faults. */
    end() {
      plans = [];
      for (const upload of uploads.values()) upload.plan = new Map();
    },
  };
}

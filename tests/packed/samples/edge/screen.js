// Screens uploads in front of an origin.
import { preScreen, preScreenQueue } from 'metadefender-wasm/edge';
import { s3Bucket } from 'metadefender-wasm/edge/s3';
import { remoteBucket } from './screen-bucket.js';
import { faultyBucket, faultyQueue } from './screen-faults.js';

/** What to do with what is undetermined, by the name that a test gives it. */
const POLICIES = {
  forward: () => 'forward',
  answer: ({ verdict }, request) =>
    Response.json({ verdict, method: request.method }, { status: 299 }),
  hang: () => new Promise(() => {}),
  throw: () => {
    throw new Error('the policy is broken');
  },
};

/** @param {any} env of which OPTIONS is JSON */
function options(env) {
  const { holding, store, undetermined, byFunction, ...rest } = env.OPTIONS ?? {};
  const origin = byFunction
    ? async (request, { verdict, files }) =>
        Response.json({ verdict, files, body: await request.text() })
    : (env.SERVICE ?? env.ORIGIN);
  const s3 = env.S3 && s3Bucket({ ...env.S3, ...(env.PLATFORM && { platform: env.PLATFORM }) });
  const whole = s3 ?? (env.REMOTE ? remoteBucket(env.REMOTE) : env.HOLDING);
  const bucket = env.FAULTS ? faultyBucket(whole, env.FAULTS) : whole;
  const sendsTo = env.QUEUE === 'faulty' ? faultyQueue(env.FAULTS) : env.QUEUE;
  return {
    baseUrl: env.GATEWAY,
    secret: env.SECRET,
    ...(env.PLATFORM && { platform: env.PLATFORM }),
    ...(origin && { origin }),
    holding: { ...(bucket && { bucket }), ...holding },
    ...(store && { store: { bucket: s3 ?? env.STORE } }),
    ...(undetermined && { undetermined: POLICIES[undetermined] }),
    ...(sendsTo && { queue: sendsTo }),
    ...rest,
  };
}

/** Calls the queue's consumer by a request, with messages of which a test says everything. */
async function consume(request, env, context) {
  const acts = [];
  const messages = (await request.json()).map((message, index) => ({
    ...message,
    ack: () => (acts[index] = 'ack'),
    retry: ({ delaySeconds }) => (acts[index] = delaySeconds),
  }));
  await queue({ messages }, env, context);
  return Response.json(acts);
}

/** A request as a middleware passes it on: its body is no longer a byte stream. */
function rewrapped(request) {
  const reader = request.body.getReader();
  const body = new ReadableStream({
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Request(request, { body });
}

/** What comes after an upload was handed over may have other options. @param {any} env */
const laterOptions = (env) => ({ ...options(env), ...env.LATER });

const screen = preScreen(options);
const status = preScreen(laterOptions);
const queue = preScreenQueue(laterOptions);

export default {
  fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === '/_rewrapped') return screen(rewrapped(request), env, context);
    if (pathname === '/_queue') return consume(request, env, context);
    const handler = pathname.startsWith('/metadefender-status/') ? status : screen;
    return handler(request, env, context);
  },
  queue,
};

// Has uploads checked on their way to an origin.
import { preScreen, preScreenQueue } from 'metadefender-wasm/edge';
import { remoteBucket } from './screen-bucket.js';

/** What to do with what is undetermined, by the name that a test gives it. */
const POLICIES = {
  forward: () => 'forward',
  answer: ({ verdict }, request) =>
    Response.json({ verdict, method: request.method }, { status: 299 }),
  throw: () => {
    throw new Error('the policy is broken');
  },
};

/** @param {any} env of which OPTIONS is JSON */
function options(env) {
  const { holding, store, undetermined, byFunction, ...rest } = env.OPTIONS ?? {};
  return {
    baseUrl: env.GATEWAY,
    secret: env.SECRET,
    origin: byFunction
      ? async (request, { verdict, files }) =>
          Response.json({ verdict, files, body: await request.text() })
      : (env.SERVICE ?? env.ORIGIN),
    holding: { bucket: env.REMOTE ? remoteBucket(env.REMOTE) : env.HOLDING, ...holding },
    ...(store && { store: { bucket: env.STORE } }),
    ...(undetermined && { undetermined: POLICIES[undetermined] }),
    queue: env.QUEUE,
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

const screen = preScreen(options);
const queue = preScreenQueue(options);

export default {
  fetch(request, env, context) {
    const isQueue = new URL(request.url).pathname === '/_queue';
    return (isQueue ? consume : screen)(request, env, context);
  },
  queue,
};

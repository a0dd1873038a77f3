// Has uploads checked on their way to an origin.
import { preScreen, preScreenQueue } from 'metadefender-wasm/edge';

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
    holding: { bucket: env.HOLDING, ...holding },
    ...(store && { store: { bucket: env.STORE } }),
    ...(undetermined && { undetermined: POLICIES[undetermined] }),
    queue: env.QUEUE,
    ...rest,
  };
}

export default { fetch: preScreen(options), queue: preScreenQueue(options) };

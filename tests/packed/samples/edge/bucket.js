// Screens files that are uploaded to a bucket. Messages and events arrive as requests, so that tests control them fully.
import { screenBucket, verifyVerdict } from 'metadefender-wasm/edge';
import { s3Bucket } from 'metadefender-wasm/edge/s3';

/** What was read of the inbox, and what was told, since it was last asked for. */
const seen = { reads: 0, told: [], errors: [] };

/** A bucket whose reads are counted, and before whose writes a test can do something, or have them fail, at its address. */
function watched(name, bucket, before) {
  const announce = async (act, key) => {
    if (!before) return;
    const response = await fetch(`${before}/${name}/${act}`, { method: 'POST', body: key });
    if (!response.ok) throw new Error(`${name}: ${act} fails`);
  };
  return {
    head: (key) => bucket.head(key),
    async get(key, options) {
      seen.reads += 1;
      return bucket.get(key, options);
    },
    async put(key, value, options) {
      await announce('put', key);
      return bucket.put(key, value, options);
    },
    async delete(key) {
      await announce('delete', key);
      return bucket.delete(key);
    },
    ...(bucket.deleteIf && {
      async deleteIf(key, object) {
        await announce('delete', key);
        return bucket.deleteIf(key, object);
      },
    }),
  };
}

const DECISIONS = {
  quarantine: async () => 'quarantine',
  throw: () => {
    throw new Error('the decision is broken');
  },
};

/** @param {any} env of which OPTIONS is JSON */
function options(env) {
  const { inbox, clean, quarantine, undetermined, tellFails, ...rest } = env.OPTIONS ?? {};
  const platform = env.PLATFORM && { platform: env.PLATFORM };
  const s3 = (name) => s3Bucket({ ...env.S3[name], ...platform });
  const bucket = (name) => (env.S3 ? s3(name) : env[name]);
  return {
    baseUrl: env.GATEWAY,
    secret: env.SECRET,
    ...platform,
    inbox: { bucket: watched('inbox', bucket('INBOX'), env.BEFORE), ...inbox },
    clean: { bucket: watched('clean', bucket('CLEAN'), env.BEFORE), ...clean },
    quarantine: { bucket: bucket('QUARANTINE'), ...quarantine },
    ...(undetermined && { undetermined: DECISIONS[undetermined] ?? undetermined }),
    ...(env.EVENTS && { queue: env.EVENTS }),
    onScreened(object) {
      seen.told.push(object);
      if (tellFails) throw new Error('nobody listens');
    },
    onError: (message) => seen.errors.push(message),
    ...rest,
  };
}

const uploads = screenBucket(options);

/** Calls a consumer for a request. */
async function consume(consumer, request, env, context) {
  const acts = [];
  const messages = (await request.json()).map((message, index) => ({
    ...message,
    ack: () => (acts[index] = 'ack'),
    retry: ({ delaySeconds }) => (acts[index] = delaySeconds),
  }));
  await consumer({ messages }, env, context);
  return Response.json(acts);
}

/** The result of verifyVerdict for an object's metadata. */
async function verified(key, env) {
  const { customMetadata } = await options(env).clean.bucket.head(key);
  return Response.json(await verifyVerdict(customMetadata, { secret: env.SECRET }));
}

export default {
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case '/queue':
        return consume(uploads.queue, request, env, context);
      case '/dead-letters':
        return consume(uploads.deadLetters, request, env, context);
      case '/receive': {
        const { body, info } = await request.json();
        const result = uploads.receive(body, info, env, context);
        return Response.json(await result.catch(({ code }) => ({ code })));
      }
      case '/verified':
        return verified(searchParams.get('key'), env);
      case '/seen':
        return Response.json(seen);
      case '/forget':
        Object.assign(seen, { reads: 0, told: [], errors: [] });
        return new Response();
      default:
        return uploads.fetch(request, env, context);
    }
  },
  queue: uploads.queue,
};

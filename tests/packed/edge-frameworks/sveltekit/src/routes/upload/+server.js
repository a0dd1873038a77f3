import { env } from '$env/dynamic/private';
import { preScreen, verifyVerdict } from 'metadefender-wasm/edge';
import { folderBucket, nodePlatform } from 'metadefender-wasm/edge/node';
import { contentOf } from '../../../../content.js';

// A function, so that the options are created at the first request, and not during the build of SvelteKit.
const screen = preScreen(() => ({
  platform: nodePlatform(),
  baseUrl: env.METADEFENDER_URL,
  secret: env.VERDICT_SECRET,
  origin: save,
  holding: { bucket: folderBucket({ folder: env.UPLOADS_HELD }) },
}));

/** Receives allowed uploads, with the verdict in the headers. @param {Request} request */
async function save(request) {
  const { files } = await verifyVerdict(request.headers, { secret: env.VERDICT_SECRET });
  return Response.json({
    ...(await contentOf(request)),
    hashes: files.map(({ sha256 }) => sha256),
  });
}

/** @type {import('@sveltejs/kit').RequestHandler} */
export const fallback = ({ request }) => screen(request);

import { preScreen, verifyVerdict } from 'metadefender-wasm/edge';
import { folderBucket, nodePlatform } from 'metadefender-wasm/edge/node';
import { contentOf } from '../../../../content.js';

// A function, so that the options are created at the first request, and not during the build of Next.js.
const screen = preScreen(() => ({
  platform: nodePlatform(),
  baseUrl: process.env.METADEFENDER_URL,
  secret: process.env.VERDICT_SECRET,
  origin: save,
  holding: { bucket: folderBucket({ folder: process.env.UPLOADS_HELD }) },
  statusPath: '/upload/status',
}));

/** Receives allowed uploads, with the verdict in the headers. @param {Request} request */
async function save(request) {
  const { files } = await verifyVerdict(request.headers, { secret: process.env.VERDICT_SECRET });
  return Response.json({
    ...(await contentOf(request)),
    hashes: files.map(({ sha256 }) => sha256),
  });
}

/** @param {Request} request */
const handle = (request) => screen(request);

export { handle as GET, handle as POST, handle as PUT };

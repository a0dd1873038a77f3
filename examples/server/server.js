// A server whose uploads MetaDefender checks before anything else reads them, and a proxy for pages that scan files.
import { readFile } from 'node:fs/promises';
import express from 'express';
import multer from 'multer';
import { preScreen, scanProxy } from 'metadefender-wasm/edge';
import {
  folderBucket,
  memoryCache,
  memoryRateLimiter,
  nodeHandler,
  nodePlatform,
  toNext,
} from 'metadefender-wasm/edge/node';
import { verifyVerdict } from 'metadefender-wasm/edge/verify';

const { METADEFENDER_URL, METADEFENDER_KEY, VERDICT_SECRET, HANDLE_SECRET } = process.env;
const { DATA = 'data', PORT = '3000' } = process.env;

const service = {
  platform: nodePlatform(),
  baseUrl: METADEFENDER_URL,
  apiKey: METADEFENDER_KEY,
};

// No upload reaches the routes below unchecked.
const screen = preScreen({
  ...service,
  secret: VERDICT_SECRET,
  origin: toNext,
  holding: { bucket: folderBucket({ folder: `${DATA}/held`, deleteAfter: 86_400 }) },
});

// Pages scan files through this proxy, so that the key stays on the server.
const scan = scanProxy({
  ...service,
  secret: HANDLE_SECRET,
  cache: memoryCache(),
  rateLimit: {
    uploads: memoryRateLimiter({ limit: 30, period: 60 }),
    // Behind your own reverse proxy, return the client's address from the header that it sets.
    key: () => 'everybody',
  },
});

const app = express();
app.use('/scan', nodeHandler(scan));
app.use(nodeHandler(screen));

app.get('/', async (_request, response) => {
  response.type('html').send(await readFile(new URL('page.html', import.meta.url)));
});

const upload = multer({ dest: `${DATA}/uploads` });
app.post('/upload', upload.array('files'), async (request, response) => {
  // In this process, preScreen has already checked the request. A server behind it in another process has to verify the verdict.
  const { verdict, files } = await verifyVerdict(request.headers, { secret: VERDICT_SECRET });
  const names = request.files.map(({ originalname, size }) => `${originalname}, ${size} bytes`);
  response.json({ verdict, names, hashes: files.map(({ sha256 }) => sha256) });
});

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});

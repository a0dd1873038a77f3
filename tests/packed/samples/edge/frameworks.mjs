// Uploads in Express, Fastify and Koa, screened before Multer, @fastify/multipart or Busboy reads them. Each answers what it has got.
import { createHash } from 'node:crypto';
import process from 'node:process';
import fastifyMultipart from '@fastify/multipart';
import busboy from 'busboy';
import express from 'express';
import { fastify } from 'fastify';
import Koa from 'koa';
import multer from 'multer';
import { preScreen } from 'metadefender-wasm/edge';
import {
  fastifyHook,
  folderBucket,
  koaMiddleware,
  nodeHandler,
  nodePlatform,
  toNext,
} from 'metadefender-wasm/edge/node';
import { verifyVerdict } from 'metadefender-wasm/edge/verify';

const { framework, gateway, secret, folder, options } = JSON.parse(process.env.CONFIG);

const screen = preScreen({
  platform: nodePlatform(),
  baseUrl: gateway,
  secret,
  origin: toNext,
  holding: { bucket: folderBucket({ folder }) },
  maxSize: 1e9,
  ...options,
});

/** @param {AsyncIterable<Uint8Array>} stream */
async function digest(stream) {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
}

/** Keeps only the hash of a file. */
const storage = {
  _handleFile: (_request, file, done) =>
    digest(file.stream).then((known) => done(null, known), done),
  _removeFile: (_request, _file, done) => done(null),
};

async function verdictOf(request) {
  const { verdict, files } = await verifyVerdict(request.headers, { secret });
  return { verdict, hashes: files.map(({ sha256 }) => sha256) };
}

const FRAMEWORKS = {
  express() {
    const app = express();
    app.post('/form', nodeHandler(screen), multer({ storage }).any(), async (request, response) => {
      const files = request.files.map(({ originalname: name, sha256, size }) => ({
        name,
        sha256,
        size,
      }));
      response.json({ ...(await verdictOf(request)), files, fields: { ...request.body } });
    });
    app.use(nodeHandler(screen));
    app.get('/', (request, response) => response.json(Object.keys(request.headers)));
    app.post('/json', express.json(), (request, response) => response.json(request.body));
    app.put('/raw', async (request, response) => response.json(await digest(request)));
    app.post('/unread', (_request, response) => response.status(418).send('not read'));
    return app.listen(0, '127.0.0.1');
  },
  async fastify() {
    const app = fastify();
    app.addHook('preParsing', fastifyHook(screen));
    app.register(fastifyMultipart, { limits: { fileSize: 1e9 } });
    app.addContentTypeParser('application/octet-stream', (_request, payload, done) =>
      done(null, payload),
    );
    app.post('/form', async (request) => {
      const files = [];
      const fields = {};
      for await (const part of request.parts()) {
        if (part.type === 'file') files.push({ name: part.filename, ...(await digest(part.file)) });
        else fields[part.fieldname] = part.value;
      }
      return { ...(await verdictOf(request)), files, fields };
    });
    app.get('/', async (request) => Object.keys(request.headers));
    app.post('/json', async (request) => request.body);
    app.put('/raw', async (request) => digest(request.body));
    app.post('/unread', async (_request, reply) => reply.code(418).send('not read'));
    await app.listen({ port: 0, host: '127.0.0.1' });
    return app.server;
  },
  koa() {
    const app = new Koa();
    app.use(koaMiddleware(screen));
    app.use(async (context) => {
      const { req: request } = context;
      switch (context.path) {
        case '/':
          context.body = Object.keys(request.headers);
          break;
        case '/form': {
          const parser = busboy({ headers: request.headers });
          const fields = {};
          const files = [];
          parser.on('field', (name, value) => (fields[name] = value));
          parser.on('file', (_name, file, { filename }) => {
            files.push(digest(file).then((known) => ({ name: filename, ...known })));
          });
          const closed = new Promise((resolve, reject) =>
            parser.on('close', resolve).on('error', reject),
          );
          request.pipe(parser);
          await closed;
          const verdict = await verdictOf(request);
          context.body = { ...verdict, files: await Promise.all(files), fields };
          break;
        }
        case '/json': {
          let text = '';
          request.setEncoding('utf8');
          for await (const chunk of request) text += chunk;
          context.body = JSON.parse(text);
          break;
        }
        case '/raw':
          context.body = await digest(request);
          break;
        default:
          context.status = 418;
          context.body = 'not read';
      }
    });
    return app.listen(0, '127.0.0.1');
  },
};

const server = await FRAMEWORKS[framework]();
if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
console.log(`listening on http://127.0.0.1:${server.address().port}`);
process.stdin.on('end', () => process.exit()).resume();

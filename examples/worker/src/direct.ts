import { MetaDefenderError } from 'metadefender-wasm';
import { screenBucket, type QuarantineReport } from 'metadefender-wasm/edge';
import { presignUpload } from 'metadefender-wasm/edge/s3';
import { service } from './service';

/** The prefix of allowed files that were sent straight to the bucket. */
const CLEAN = 'direct/';
const LARGEST = 1_000_000_000;

/** Screens the objects of the inbox, of which a queue delivers R2's events. */
export const inbox = screenBucket((env: Env) => ({
  ...service(env),
  secret: env.VERDICT_SECRET,
  inbox: { bucket: env.INBOX },
  clean: { bucket: env.UPLOADS, prefix: CLEAN },
  quarantine: { bucket: env.QUARANTINE },
  undetermined: 'quarantine',
}));

/** `POST /direct` returns a presigned upload to the bucket, `GET /direct/<key>` the outcome for the file. */
export async function direct(request: Request, env: Env): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/direct' && request.method === 'POST') return allow(request, env);
  const [, key] = /^\/direct\/([\da-f-]{36})$/.exec(pathname) ?? [];
  return key ? outcome(key, env) : new Response('Not Found\n', { status: 404 });
}

/** The properties of a file, as the page states them. */
interface Wanted {
  size: number;
  type: string;
  sha256: string;
}

/** The request by which the page can upload this file, and no other. */
async function allow(request: Request, env: Env) {
  // presignUpload refuses invalid values.
  const { size, type, sha256 } = await request.json<Wanted>().catch(() => ({}) as Wanted);
  if (!(size <= LARGEST)) return Response.json({ title: 'The file is too large' }, { status: 413 });
  const key = crypto.randomUUID();
  try {
    const upload = await presignUpload({
      url: env.INBOX_URL,
      region: 'auto',
      credentials: { accessKeyId: env.S3_KEY_ID, secretAccessKey: env.S3_SECRET },
      ...{ key, size, type, sha256 },
    });
    return Response.json({ ...upload, status: `/direct/${key}` });
  } catch (error) {
    if (!(error instanceof MetaDefenderError)) throw error;
    return Response.json({ title: 'Bad Request', detail: error.message }, { status: 400 });
  }
}

/** The outcome for a file. Only the page that uploaded it knows the key, which cannot be guessed. */
async function outcome(key: string, env: Env) {
  if (await env.UPLOADS.head(CLEAN + key)) return Response.json({ outcome: 'clean' });
  const report = await env.QUARANTINE.get(`${key}.report.json`);
  if (report) {
    const { verdict, reason, threats } = await report.json<QuarantineReport>();
    return Response.json({ outcome: 'quarantined', verdict, reason, threats });
  }
  return Response.json({ outcome: 'pending' });
}

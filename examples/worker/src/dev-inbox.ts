// Replaces what Cloudflare's local runtime lacks: the S3 API of R2, and the events of a bucket. It is only used by `npm run dev`, where
// INBOX_URL is an address of this Worker itself.

/** Whether a request is an upload to the local inbox. */
export function isForDevInbox(request: Request, env: Env): boolean {
  const inbox = new URL(env.INBOX_URL);
  const { origin, pathname } = new URL(request.url);
  return (
    inbox.hostname === 'localhost' &&
    inbox.origin === origin &&
    pathname.startsWith(`${inbox.pathname}/`)
  );
}

/** Stores an upload with a valid signature, as R2 does, and sends the same event. */
export async function devInbox(request: Request, env: Env): Promise<Response> {
  if (request.method !== 'PUT' || !(await isSigned(request, env)))
    return new Response('<Error><Code>SignatureDoesNotMatch</Code></Error>', { status: 403 });
  const { pathname } = new URL(request.url);
  const key = decodeURIComponent(pathname.slice(new URL(env.INBOX_URL).pathname.length + 1));
  try {
    const object = await env.INBOX.put(key, request.body, {
      httpMetadata: { contentType: request.headers.get('content-type') ?? '' },
      sha256: Uint8Array.from(atob(request.headers.get('x-amz-checksum-sha256') ?? ''), (c) =>
        c.charCodeAt(0),
      ),
    });
    await env.UPLOAD_EVENTS.send({
      account: 'local',
      action: 'PutObject',
      bucket: 'upload-inbox',
      object: { key, size: object.size, eTag: object.etag },
      eventTime: object.uploaded.toISOString(),
    });
    return new Response(null, { headers: { etag: object.httpEtag } });
  } catch {
    return new Response('<Error><Code>BadDigest</Code></Error>', { status: 400 });
  }
}

/** Whether the query has a valid Signature Version 4 that has not expired. */
async function isSigned({ url, method, headers }: Request, env: Env) {
  const { pathname, searchParams, host } = new URL(url);
  const query = (name: string) => searchParams.get(`X-Amz-${name}`) ?? '';
  const names = query('SignedHeaders').split(';');
  const encode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const canonical = [
    method,
    pathname,
    [...searchParams]
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${name === 'host' ? host : (headers.get(name) ?? '')}`),
    '',
    names.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const [id, ...scope] = query('Credential').split('/');
  const text = ['AWS4-HMAC-SHA256', query('Date'), scope.join('/'), hex(await sha256(canonical))];
  let key: Uint8Array = encoder.encode(`AWS4${env.S3_SECRET}`);
  for (const part of [...scope, text.join('\n')]) key = await hmac(key, part);
  const [, ...date] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query('Date')) ?? [];
  const [year, month, day, ...time] = date.map(Number) as [number, number, number];
  const until = Date.UTC(year, month - 1, day, ...time) + Number(query('Expires')) * 1000;
  return id === env.S3_KEY_ID && hex(key) === query('Signature') && Date.now() < until;
}

const encoder = new TextEncoder();

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const sha256 = async (text: string) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));

async function hmac(secret: Uint8Array, text: string) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

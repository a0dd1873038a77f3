// What users write, as the type checker sees it. Nothing in here runs.
import { connect, createHasher, digest, init, MetaDefenderError } from 'metadefender-wasm';
import { connect as connectSlim, init as initSlim } from 'metadefender-wasm/slim';
import type {
  Algorithm,
  AnalysisResult,
  Digests,
  ErrorCode,
  MetaDefender,
  Progress,
  Rule,
  Scan,
  Submission,
} from 'metadefender-wasm';

/** Fails to compile unless the two types are the same. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>) {}

export async function everyCall(file: File, bytes: Uint8Array, stream: ReadableStream<Uint8Array>) {
  await init();
  await init(new URL('file:///core.wasm'));
  await initSlim(bytes as Uint8Array<ArrayBuffer>);

  const metadefender: MetaDefender = await connect({
    baseUrl: '/scan',
    api: 'cluster',
    apiKey: 'key',
    userAgent: 'form',
    rule: 'rule',
    headers: new Headers(),
    fetch: (input, init) => fetch(input, init),
    retry: { attempts: 2, baseDelay: 100, maxDelay: 1000 },
    timeout: 10_000,
  });
  await connectSlim({ baseUrl: 'http://localhost:8899', headers: { a: 'b' }, fetch });

  const scan = await metadefender.scan(file, {
    filename: 'name',
    rule: 'rule',
    archivePasswords: ['fox'],
    metadata: { any: 'thing' },
    enginesMetadata: 'text',
    globalTimeout: 60,
    contentLength: 1,
    lookup: { timeRange: 24, acceptOutdated: true },
    hash: 'sha512',
    timeout: 1000,
    poll: { initialDelay: 100, maxDelay: 1000, factor: 2 },
    signal: AbortSignal.timeout(1000),
    onProgress: (progress) => same<Progress, typeof progress>(true),
    cancelOnAbort: false,
  });
  same<Scan, typeof scan>(true);
  same<'allowed' | 'blocked' | 'undetermined', typeof scan.verdict>(true);
  same<'lookup' | 'analysis', typeof scan.via>(true);
  same<AnalysisResult, typeof scan.result>(true);

  const sources = [bytes, bytes.buffer as ArrayBuffer, stream, new Request('/'), new Response()];
  for (const source of [...sources, new URL('file:///a'), new DataView(new ArrayBuffer(1))]) {
    const submission = await metadefender.analyze(source, { contentLength: 3 });
    same<Submission, typeof submission>(true);
  }
  const result = await metadefender.wait('id', { timeout: 1, poll: {}, onProgress() {} });
  same<AnalysisResult, typeof result>(true);
  same<AnalysisResult, Awaited<ReturnType<MetaDefender['result']>>>(true);
  const found = await metadefender.resultByHash('abc', { selfOnly: true, first: 0, size: 10 });
  same<AnalysisResult | null, typeof found>(true);
  same<Rule[], Awaited<ReturnType<MetaDefender['rules']>>>(true);
  await metadefender.login('user', 'password', {});
  await metadefender.cancel('id');
  await metadefender.logout();

  const digests = await digest(file, { algorithms: ['md5', 'sha256'] });
  same<Digests, typeof digests>(true);
  const hasher = await createHasher(['sha1'] satisfies Algorithm[]);
  hasher.update(bytes);
  same<Digests, ReturnType<typeof hasher.digest>>(true);
  hasher.free();
}

export function everyField({ scan_results, process_info, file_info }: AnalysisResult) {
  const engine = scan_results?.scan_details?.ClamAV;
  same<string | null | undefined, NonNullable<typeof engine>['threat_found']>(true);
  return [process_info?.blocked_reason, file_info?.sha256, scan_results?.scan_all_result_i === 1];
}

export function everyError(error: unknown) {
  if (!(error instanceof MetaDefenderError)) throw error;
  same<ErrorCode, typeof error.code>(true);
  same<number | undefined, typeof error.status>(true);
  same<number | undefined, typeof error.retryAfter>(true);
  return error.code === 'integrity' ? error.dataId : error.message;
}

export async function everyMistake(metadefender: MetaDefender) {
  // @ts-expect-error: the address is missing
  await connect({});
  // @ts-expect-error: no such API
  await connect({ baseUrl: '/', api: 'cloud-v9' });
  // @ts-expect-error: a path is no file
  await metadefender.scan('/etc/passwd');
  // @ts-expect-error: no such algorithm
  await metadefender.scan(new Blob(), { hash: 'crc32' });
  // @ts-expect-error: a misspelt option
  await metadefender.scan(new Blob(), { onprogress() {} });
  const found = await metadefender.resultByHash('abc');
  // @ts-expect-error: there may be none
  found.data_id;
  // @ts-expect-error: code is read-only
  new MetaDefenderError('server', '').code = 'busy';
}

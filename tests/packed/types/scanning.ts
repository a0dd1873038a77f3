import type {
  Algorithm,
  AnalysisResult,
  AnalyzeOptions,
  Digests,
  LookupOptions,
  MetaDefender,
  PollOptions,
  Progress,
  ResumeOptions,
  Scan,
  ScanOptions,
  Source,
  Threat,
  WaitOptions,
} from 'metadefender-wasm';
import { expectTypeOf } from 'expect-type';

expectTypeOf<Scan>().toEqualTypeOf<{
  verdict: 'allowed' | 'blocked' | 'undetermined';
  reason: string;
  detail?: string;
  via: 'lookup' | 'analysis';
  dataId: string;
  digests: Digests;
  threats: Threat[];
  result: AnalysisResult;
}>();
expectTypeOf<Threat>().toEqualTypeOf<{ engine: string; threat: string }>();
expectTypeOf<Progress>().toEqualTypeOf<{
  phase: 'hash' | 'lookup' | 'upload' | 'queue' | 'scan' | 'done';
  loaded: number;
  total?: number;
  percentage: number;
  dataId?: string;
}>();
expectTypeOf<ScanOptions>().toMatchTypeOf<AnalyzeOptions>();
expectTypeOf<Pick<ScanOptions, Exclude<keyof ScanOptions, keyof AnalyzeOptions>>>().toEqualTypeOf<{
  lookup?: boolean | LookupOptions;
  hash?: Algorithm;
  upload?: boolean;
  digests?: Digests;
  timeout?: number;
  poll?: PollOptions;
  cancelOnAbort?: boolean;
}>();
expectTypeOf<MetaDefender['scan']>().toEqualTypeOf<
  (source: Source, options?: ScanOptions) => Promise<Scan>
>();

expectTypeOf<ResumeOptions>().toMatchTypeOf<WaitOptions>();
expectTypeOf<Pick<ResumeOptions, Exclude<keyof ResumeOptions, keyof WaitOptions>>>().toEqualTypeOf<{
  digests?: Digests;
  cancelOnAbort?: boolean;
}>();
expectTypeOf<MetaDefender['resume']>().toEqualTypeOf<
  (dataId: string, options?: ResumeOptions) => Promise<Scan>
>();

export async function everyOption(metadefender: MetaDefender, file: Blob) {
  await metadefender.scan(file);
  const scan = await metadefender.scan(file, {
    filename: 'name',
    rule: 'rule',
    archivePasswords: ['fox'],
    metadata: { any: 'thing' },
    enginesMetadata: 'text',
    globalTimeout: 60,
    contentEncoding: 'gzip',
    contentLength: 1,
    bufferLimit: 1,
    sampleSharing: false,
    privateProcessing: true,
    lookup: { timeRange: 24, acceptOutdated: true },
    hash: 'sha512',
    upload: true,
    timeout: 1000,
    poll: { initialDelay: 100, maxDelay: 1000, factor: 2 },
    signal: AbortSignal.timeout(1000),
    onProgress: (progress) => expectTypeOf(progress).toEqualTypeOf<Progress>(),
    cancelOnAbort: false,
  });
  expectTypeOf(scan).toEqualTypeOf<Scan>();
  await metadefender.scan(file, { lookup: false });
  await metadefender.resume(scan.dataId);
  await metadefender.resume(scan.dataId, {
    digests: scan.digests,
    cancelOnAbort: false,
    timeout: 1000,
    poll: { initialDelay: 100 },
    signal: AbortSignal.timeout(1000),
    onProgress() {},
  });
}

/** What a form does with the verdict; a fourth one would not compile. */
export function everyVerdict({ verdict, reason, detail }: Scan): string {
  switch (verdict) {
    case 'allowed':
      return 'sent';
    case 'blocked':
      return `refused: ${reason}`;
    case 'undetermined':
      return `not checked: ${detail ?? reason}`;
  }
}

export async function everySource(metadefender: MetaDefender, bytes: Uint8Array) {
  const sources: Source[] = [
    new Blob(['abc']),
    bytes,
    bytes.slice().buffer as ArrayBuffer,
    new DataView(new ArrayBuffer(1)),
    new ReadableStream<Uint8Array>(),
    new Request('https://example.org'),
    new Response('abc'),
    new URL('file:///a'),
  ];
  for (const source of sources) await metadefender.scan(source);
}

export async function mistakes(metadefender: MetaDefender, file: Blob) {
  // @ts-expect-error: a path is no file
  await metadefender.scan('/etc/passwd');
  // @ts-expect-error: nothing is no file
  await metadefender.scan(null);
  // @ts-expect-error: bytes are no list of numbers
  await metadefender.scan([1, 2, 3]);
  // @ts-expect-error: no such algorithm
  await metadefender.scan(file, { hash: 'crc32' });
  // @ts-expect-error: a misspelt option
  await metadefender.scan(file, { onprogress() {} });
  // @ts-expect-error: one password is a list of one
  await metadefender.scan(file, { archivePasswords: 'fox' });
  // @ts-expect-error: no such encoding
  await metadefender.scan(file, { contentEncoding: 'br' });
  // @ts-expect-error: a controller is not its signal
  await metadefender.scan(file, { signal: new AbortController() });
  // @ts-expect-error: one hash is not those of the file
  await metadefender.resume('id', { digests: 'ab' });
  // @ts-expect-error: the file is on the server
  await metadefender.resume(file);
  const scan = await metadefender.scan(file);
  // @ts-expect-error: no such verdict
  if (scan.verdict === 'clean') return;
  // @ts-expect-error: there may be no detail
  scan.detail.trim();
}

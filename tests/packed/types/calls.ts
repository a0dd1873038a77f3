import type {
  AnalysisResult,
  AnalyzeOptions,
  Batch,
  CallOptions,
  Digests,
  ExtractedFile,
  HashLookupOptions,
  HashLookupResult,
  Limits,
  LookupCallOptions,
  MetaDefender,
  NewBatchOptions,
  PagesOptions,
  ResultOptions,
  Rule,
  Scan,
  Session,
  Source,
  Submission,
  WaitOptions,
} from 'metadefender-wasm';
import { expectTypeOf } from 'expect-type';

type Method<Name extends keyof MetaDefender> = MetaDefender[Name];

expectTypeOf<keyof MetaDefender>().toEqualTypeOf<
  | 'scan'
  | 'lookup'
  | 'scanBatch'
  | 'analyze'
  | 'result'
  | 'resultByHash'
  | 'resultsByHash'
  | 'wait'
  | 'resume'
  | 'extractedFiles'
  | 'downloadSanitized'
  | 'download'
  | 'createBatch'
  | 'batch'
  | 'limits'
  | 'rules'
  | 'cancel'
  | 'login'
  | 'logout'
>();
expectTypeOf<Method<'analyze'>>().toEqualTypeOf<
  (source: Source, options?: AnalyzeOptions) => Promise<Submission>
>();
expectTypeOf<Method<'result'>>().toEqualTypeOf<
  (dataId: string, options?: ResultOptions) => Promise<AnalysisResult>
>();
expectTypeOf<Method<'resultByHash'>>().toEqualTypeOf<
  (hash: string, options?: HashLookupOptions) => Promise<AnalysisResult | null>
>();
expectTypeOf<Method<'lookup'>>().toEqualTypeOf<
  (digests: Digests, options?: LookupCallOptions) => Promise<Scan | null>
>();
expectTypeOf<Method<'resultsByHash'>>().toEqualTypeOf<
  (hashes: string[], options?: CallOptions) => Promise<HashLookupResult[]>
>();
expectTypeOf<Method<'wait'>>().toEqualTypeOf<
  (dataId: string, options?: WaitOptions) => Promise<AnalysisResult>
>();
expectTypeOf<Method<'extractedFiles'>>().toEqualTypeOf<
  (dataId: string, options?: PagesOptions) => AsyncIterable<ExtractedFile>
>();
expectTypeOf<Method<'downloadSanitized'>>().toEqualTypeOf<
  (dataId: string, options?: CallOptions) => Promise<Response>
>();
expectTypeOf<Method<'download'>>().toEqualTypeOf<Method<'downloadSanitized'>>();
expectTypeOf<Method<'createBatch'>>().toEqualTypeOf<
  (options?: NewBatchOptions) => Promise<Batch>
>();
expectTypeOf<Method<'batch'>>().toEqualTypeOf<(batchId: string) => Batch>();
expectTypeOf<Method<'limits'>>().toEqualTypeOf<(options?: CallOptions) => Promise<Limits>>();
expectTypeOf<Method<'rules'>>().toEqualTypeOf<(options?: CallOptions) => Promise<Rule[]>>();
expectTypeOf<Method<'cancel'>>().toEqualTypeOf<
  (dataId: string, options?: CallOptions) => Promise<void>
>();
expectTypeOf<Method<'login'>>().toEqualTypeOf<
  (user: string, password: string, options?: CallOptions) => Promise<Session>
>();
expectTypeOf<Method<'logout'>>().toEqualTypeOf<(options?: CallOptions) => Promise<void>>();

expectTypeOf<CallOptions>().toEqualTypeOf<{ signal?: AbortSignal }>();
expectTypeOf<Submission['dataId']>().toBeString();
expectTypeOf<Session['sessionId']>().toBeString();

export async function walk(metadefender: MetaDefender) {
  for await (const file of metadefender.extractedFiles('id', { pageSize: 10 })) {
    expectTypeOf(file).toEqualTypeOf<ExtractedFile>();
  }
}

export async function everyOption(metadefender: MetaDefender, signal: AbortSignal) {
  await metadefender.result('id', { first: 0, size: 10, fileMetadata: true, signal });
  await metadefender.resultByHash('abc', {
    rule: 'rule',
    selfOnly: true,
    timeRange: 24,
    includeInProgress: true,
    first: 0,
    size: 10,
    signal,
  });
  await metadefender.wait('id', { timeout: 1, poll: {}, onProgress() {}, signal });
  await metadefender.createBatch({ rule: 'rule', name: 'name', signal });
}

export async function mistakes(metadefender: MetaDefender) {
  const found = await metadefender.resultByHash('abc');
  // @ts-expect-error: there may be none
  found.data_id;
  // @ts-expect-error: a walk is no list
  metadefender.extractedFiles('id').length;
  // @ts-expect-error: it is asynchronous
  for (const _ of metadefender.extractedFiles('id'));
  // @ts-expect-error: the password is missing
  await metadefender.login('user');
  // @ts-expect-error: an id is a text
  await metadefender.result(17);
  // @ts-expect-error: paging is not of this call
  await metadefender.wait('id', { first: 0 });
}

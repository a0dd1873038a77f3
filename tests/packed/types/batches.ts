import type {
  AnalyzeOptions,
  Batch,
  BatchFile,
  BatchOptions,
  BatchScan,
  BatchStatus,
  CallOptions,
  CertificateOptions,
  MetaDefender,
  MetaDefenderError,
  PageOptions,
  PagesOptions,
  Scan,
  ScanOptions,
  Source,
  Submission,
  WaitOptions,
} from 'metadefender-wasm';
import { expectTypeOf } from 'expect-type';

expectTypeOf<Batch>().toEqualTypeOf<{
  readonly id: string;
  add(source: Source, options?: AnalyzeOptions): Promise<Submission>;
  close(options?: WaitOptions): Promise<BatchStatus>;
  status(options?: CallOptions & PageOptions): Promise<BatchStatus>;
  files(options?: PagesOptions): AsyncIterable<BatchFile>;
  wait(options?: WaitOptions): Promise<BatchStatus>;
  certificate(options?: CertificateOptions): Promise<string>;
  cancel(options?: CallOptions): Promise<void>;
}>();
expectTypeOf<BatchOptions>().toMatchTypeOf<ScanOptions>();
expectTypeOf<MetaDefender['scanBatch']>().toEqualTypeOf<
  (sources: Iterable<Source>, options?: BatchOptions) => Promise<BatchScan>
>();
expectTypeOf<BatchScan>().toEqualTypeOf<{
  verdict: Scan['verdict'];
  batchId?: string;
  status?: BatchStatus;
  error?: MetaDefenderError;
  files: {
    filename: string;
    verdict: Scan['verdict'];
    scan?: Scan;
    error?: MetaDefenderError;
  }[];
}>();

export async function several(metadefender: MetaDefender, files: Set<Blob>) {
  const { verdict } = await metadefender.scanBatch(files, {
    name: 'mail',
    concurrency: 2,
    rule: 'r',
  });
  const batch = metadefender.batch('id');
  await batch.add(new Blob(['abc']), { filename: 'name' });
  for await (const file of batch.files({ pageSize: 10 })) {
    expectTypeOf(file).toEqualTypeOf<BatchFile>();
  }
  await batch.status({ first: 0, size: 10 });
  return [verdict, await batch.certificate({ includeVulnerabilities: true })];
}

export async function mistakes(metadefender: MetaDefender, file: Blob) {
  // @ts-expect-error: one file is no list
  await metadefender.scanBatch(file);
  // @ts-expect-error: no such option
  await metadefender.scanBatch([file], { parallel: 2 });
  // @ts-expect-error: the id is read-only
  metadefender.batch('id').id = 'other';
  const { files } = await metadefender.scanBatch([file]);
  // @ts-expect-error: a file that failed has no scan
  files.map(({ scan }) => scan.verdict);
}

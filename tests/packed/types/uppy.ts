import Uppy, { type UppyFile } from '@uppy/core';
import Dashboard from '@uppy/dashboard';
import Tus from '@uppy/tus';
import { expectTypeOf } from 'expect-type';
import { connect, type MetaDefender, type MetaDefenderError, type Scan } from 'metadefender-wasm';
import DefaultScan, {
  FileRefusedError,
  MetaDefenderScan,
  type MetaDefenderScanOptions,
  type VerdictMeta,
} from 'metadefender-wasm/uppy';

const connection = () => connect({ baseUrl: '/scan' });
declare const made: MetaDefender;

// Of Uppy's own generics, and such as a page has.
new Uppy().use(MetaDefenderScan, { connection }).use(Tus, { endpoint: '/files/' });
new Uppy().use(DefaultScan, { connection: made, id: 'scan' }).use(Dashboard, { inline: true });

type PageMeta = VerdictMeta & { folder: string };
type PageBody = { id: string };
const uppy = new Uppy<PageMeta, PageBody>();
uppy.use(MetaDefenderScan, {
  connection: connection(),
  scanOptions: { rule: 'web', timeout: 60_000 },
  concurrency: 4,
  blockedFiles: 'remove',
  remoteFiles: 'upload-unscanned',
  toMeta(scan, file) {
    expectTypeOf(scan).toEqualTypeOf<Scan>();
    return { verdict: scan.verdict, name: file.name };
  },
  locale: {
    strings: { scanThreat: 'Gefunden: %{threat}', 'scanReason-infected': 'Schädlich.' },
  },
});
uppy.use(MetaDefenderScan, { connection, toMeta: false });

uppy.on('metadefender:verdict', (file, { verdict }) => {
  expectTypeOf(file).toEqualTypeOf<UppyFile<PageMeta, PageBody>>();
  expectTypeOf(verdict).toEqualTypeOf<Scan['verdict']>();
});
uppy.on('restriction-failed', (_file, error) => {
  if (!(error instanceof FileRefusedError)) return;
  expectTypeOf(error.state).toEqualTypeOf<'blocked' | 'undetermined' | 'failed'>();
  expectTypeOf(error.cause).toEqualTypeOf<MetaDefenderError | undefined>();
});
for (const { meta } of uppy.getFiles()) {
  expectTypeOf(meta.metadefenderSha256).toEqualTypeOf<string | undefined>();
}
expectTypeOf(uppy.getPlugin('MetaDefenderScan')).toEqualTypeOf<
  MetaDefenderScan<PageMeta, PageBody> | undefined
>();
const options: MetaDefenderScanOptions = { connection };
uppy.getPlugin('MetaDefenderScan')?.setOptions(options);

// @ts-expect-error Without a connection nothing can be scanned.
new MetaDefenderScan(uppy, {});
// @ts-expect-error A blocked file is never uploaded.
new MetaDefenderScan(uppy, { connection, blockedFiles: 'upload' });
// @ts-expect-error The plugin has these by itself.
new MetaDefenderScan(uppy, { connection, scanOptions: { onProgress() {} } });
// @ts-expect-error There is no such option.
new MetaDefenderScan(uppy, { connection, parallel: 3 });

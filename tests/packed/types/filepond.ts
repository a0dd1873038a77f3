import { expectTypeOf } from 'expect-type';
import * as FilePond from 'filepond';
import { connect, type Scan } from 'metadefender-wasm';
import DefaultPlugin, {
  FilePondPluginMetaDefender,
  type FilePondScanOptions,
} from 'metadefender-wasm/filepond';

FilePond.registerPlugin(FilePondPluginMetaDefender);
FilePond.registerPlugin(DefaultPlugin);
const pond = FilePond.create(document.createElement('input'), {
  server: '/upload',
  scanConnection: () => connect({ baseUrl: '/scan' }),
  scanOptions: { rule: 'web', timeout: 60_000 },
  scanConcurrency: 4,
  scanBlockedFiles: 'remove',
  scanToMetadata(scan) {
    expectTypeOf(scan).toEqualTypeOf<Scan>();
    return { verdict: scan.verdict };
  },
  onscanfile(scan, file) {
    expectTypeOf(scan.verdict).toEqualTypeOf<'allowed' | 'blocked' | 'undetermined'>();
    expectTypeOf(file.filename).toEqualTypeOf<string>();
  },
  labelFileBlocked: 'Gesperrt',
  labelFileScanErrors: { network: 'Nicht erreichbar.', other: 'Fehlgeschlagen.' },
  labelFileScanReasons: { infected: 'Schädlich.' },
});
const options: FilePondScanOptions = { allowScan: false };
pond.setOptions(options);

// @ts-expect-error A blocked file is never uploaded.
FilePond.setOptions({ scanBlockedFiles: 'upload' });
// @ts-expect-error FilePond takes no object there.
FilePond.setOptions({ scanConnection: { scan() {} } });
// @ts-expect-error The plugin has these by itself.
FilePond.setOptions({ scanOptions: { signal: AbortSignal.timeout(1) } });

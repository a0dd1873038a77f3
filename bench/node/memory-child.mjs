// @ts-check
// Scans one file when its parent says so.
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { connect } from 'metadefender-wasm';

const [sink = '', path = ''] = process.argv.slice(2);
const metadefender = await connect({ baseUrl: sink });
process.send?.('ready');
await once(process, 'message');
const scan = metadefender.scan(pathToFileURL(path));
process.send?.(await scan.then(({ verdict }) => verdict, String));

// @ts-check
// Scans one file when the parent process tells it to, in Node or Deno.
import { once } from 'node:events';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const [entry = '', sink = '', path = ''] = process.argv.slice(2);
/** @type {typeof import('metadefender-wasm')} */
const { connect } = await import(entry);
const metadefender = await connect({ baseUrl: sink });
console.log('ready');
await once(process.stdin, 'data');
const scan = metadefender.scan(pathToFileURL(path));
console.log(await scan.then(({ verdict }) => verdict, String));
process.exit();

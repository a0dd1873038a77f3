// @ts-check
import { digest } from 'metadefender-wasm';

await digest(new Uint8Array(3));

import { digest } from 'metadefender-wasm';

console.log((await digest(new Blob(['abc']))).sha256);

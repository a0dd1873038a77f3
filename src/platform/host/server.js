// What there is in servers and Workers only. A page does not load it: in its place it has no-server.js.
export { endBody } from './body.js';
export { DiskFile } from './disk.js';
export { byHttp, sendsByHttp } from './http.js';
export { incremental } from './incremental.js';
export { bodyStream, isStreamed, sendsStreams } from './stream.js';

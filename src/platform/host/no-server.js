// What a page has in place of server.js.
import { HostFailure } from './failure.js';

/** @type {Pick<typeof import('./disk.js').DiskFile, 'of'>} */
export const DiskFile = {
  async of() {
    throw new HostFailure('unsupported', 'a file: URL cannot be read in a browser');
  },
};

export const incremental = () => undefined;
export const byHttp = undefined;
export const sendsByHttp = () => false;
// A stream is collected into a Blob, and hashed when it is one.
export const sendsStreams = () => false;
export const isStreamed = () => false;
export const bodyStream = () => undefined;
export const endBody = () => undefined;

// What a user relies on, in every runtime. Each case is a function of the gateway's address.
import ending from './cases/ending.js';
import hashing from './cases/hashing.js';
import input from './cases/input.js';
import protocol from './cases/protocol.js';
import scanning from './cases/scanning.js';

/** @type {Record<string, Record<string, (gateway: string) => Promise<unknown>>>} */
export const cases = { hashing, scanning, protocol, ending, input };

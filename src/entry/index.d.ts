/**
 * A client of OPSWAT MetaDefender that scans and hashes files: for pages, servers and Workers.
 *
 * @module metadefender-wasm
 */

import type { AnalysisResult } from './types/analysis-result.js';
import type { Assessment } from './types/assessment.js';
import type { AssessOptions, ConnectOptions, DigestOptions, Source } from './types/options.js';
import type { Hasher, MetaDefender } from './types/client.js';
import type { Algorithm, Digests } from './types/scan.js';
import type { WasmModule } from './types/wasm-module.js';

export { MetaDefenderError } from './error.js';
export type { ErrorCode, ErrorDetails } from './error.js';
export type * from './types/analysis-result.js';
export type * from './types/assessment.js';
export type * from './types/batch.js';
export type * from './types/client.js';
export type * from './types/cloud.js';
export type * from './types/options.js';
export type * from './types/scan.js';

/** The .wasm: its address, a response with it, its bytes, or the compiled module. */
export type InitInput =
  string | URL | Request | Response | ArrayBuffer | ArrayBufferView | WasmModule;

/**
 * Loads the wasm from the given source. Optional: without it, the other functions load the wasm from
 * this package. Only the first successful call has an effect; after a failed one, you can try again.
 */
export function init(wasm?: InitInput): Promise<void>;

/**
 * Creates a connection to MetaDefender, without sending a request. Rejects with `invalid-input` if
 * an option is invalid.
 *
 * @example
 * const metadefender = await connect({ baseUrl: '/scan' });
 * const { verdict, reason } = await metadefender.scan(file);
 * if (verdict !== 'allowed') throw new Error(`refused: ${reason}`);
 */
export function connect(options: ConnectOptions): Promise<MetaDefender>;

/**
 * Hashes a file of any size. Large files are read in chunks.
 *
 * @example
 * const { sha256 } = await digest(file);
 */
export function digest(source: Source, options?: DigestOptions): Promise<Digests>;

/**
 * Creates a hasher that takes a file in chunks.
 *
 * @param algorithms to compute, in one pass; default `['sha256']`
 */
export function createHasher(algorithms?: Algorithm[]): Promise<Hasher>;

/**
 * Judges a report by the rules of `scan`: for reports that you fetched yourself or received by a webhook.
 * It does not compare hashes. Anything that is no report is `undetermined`.
 *
 * @example
 * const { finished, verdict } = await assess(await metadefender.result(dataId));
 */
export function assess(report: AnalysisResult, options?: AssessOptions): Promise<Assessment>;

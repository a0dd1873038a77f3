// @ts-check
import { cargoProgram } from './cargo-tool.mjs';

/** @returns {Promise<string>} the path of s3s-fs, a server that speaks S3 and keeps objects in a folder */
export const s3Server = () => cargoProgram('s3s-fs', '0.14.1', ['--features', 'binary']);

// @ts-check
import { cargoProgram } from './cargo-tool.mjs';

/** Optimising all of it takes minutes, and is worth it only for what reads every byte. */
const OPTIMISED = ['crc-fast', 'crc32c', 'httparse', 'hyper', 'md-5', 'memchr', 'sha1', 'sha2'];

/** @returns {Promise<string>} the path of s3s-fs, a server that speaks S3 and keeps objects in a folder */
export const s3Server = () =>
  cargoProgram('s3s-fs', '0.14.1', [
    ...['--features', 'binary', '--config', 'profile.release.opt-level=0'],
    ...OPTIMISED.flatMap((crate) => ['--config', `profile.release.package.${crate}.opt-level=3`]),
  ]);

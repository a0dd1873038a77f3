// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { nodePlatform } from 'metadefender-wasm/edge/node';
import { s3Bucket } from 'metadefender-wasm/edge/s3';
import { freePort } from '../../support/free-port.mjs';
import { until } from '../../support/until.mjs';

export const CREDENTIALS = { accessKeyId: 'key-of-tests', secretAccessKey: 'secret-of-tests' };

/** An S3 server (s3s-fs) with one bucket. It checks signatures, checksums and conditions. */
export async function startS3Server() {
  const program = process.env.S3_SERVER;
  if (!program) throw new Error('S3_SERVER names no server: run `npm test`');
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-s3-'));
  await mkdir(join(folder, 'uploads'));
  const port = await freePort();
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const args = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
  const child = spawn(program, [...args, '--host', '127.0.0.1', '--port', String(port), folder], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`s3s-fs ended with code ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').catch(() => undefined);
    socket.destroy();
    return isThere;
  });
  const url = `http://127.0.0.1:${port}/uploads`;
  return {
    url,
    /** The bucket in Node. @param {object} [options] of `s3Bucket` */
    bucket: (options) =>
      s3Bucket({ url, credentials: CREDENTIALS, platform: nodePlatform(), ...options }),
    /** The keys of all objects in the bucket. */
    async names() {
      const files = await readdir(join(folder, 'uploads'), {
        recursive: true,
        withFileTypes: true,
      });
      return files.filter((file) => file.isFile()).map(({ name }) => name);
    },
    async stop() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

// @ts-check
import { S3Error } from './s3-error.js';
import { storedEtag } from './s3-object.js';
import { escapeXml, xmlText } from './xml.js';
/** @import { MultipartUpload } from '../edge.js' */
/** @import { S3Client } from './s3-client.js' */

/**
 * An object that is uploaded in parts, and exists once the upload is complete.
 * @implements {MultipartUpload}
 */
export class S3MultipartUpload {
  #client;
  #key;
  #query;

  /** @param {S3Client} client @param {string} key @param {string} uploadId */
  constructor(client, key, uploadId) {
    this.#client = client;
    this.#key = key;
    this.#query = { uploadId };
  }

  /**
   * @param {number} partNumber from 1
   * @param {Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>} body
   * @param {{ size?: number }} [options] of a stream
   */
  async uploadPart(partNumber, body, { size } = {}) {
    const response = await this.#client.send({
      method: 'PUT',
      key: this.#key,
      query: { ...this.#query, partNumber: String(partNumber) },
      body,
      ...(size !== undefined && { size }),
    });
    await response.body?.cancel();
    return { partNumber, etag: storedEtag(response) };
  }

  /** @param {{ partNumber: number, etag: string }[]} parts */
  async complete(parts) {
    const items = parts.map(
      ({ partNumber, etag }) =>
        `<Part><PartNumber>${partNumber}</PartNumber><ETag>&#34;${escapeXml(etag)}&#34;</ETag></Part>`,
    );
    const response = await this.#client.send({
      method: 'POST',
      key: this.#key,
      query: this.#query,
      headers: { 'content-type': 'application/xml' },
      body: `<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`,
      // If the first attempt took effect, a retry would find no such upload.
      once: true,
    });
    const xml = await response.text();
    const etag = xmlText(xml, 'ETag')?.replace(/^"|"$/g, '');
    // S3 may respond with 200 first and fail after that, with an error in the body (S3, CompleteMultipartUpload).
    if (!etag) throw new S3Error('POST', response.status, xml);
    return { key: this.#key, etag };
  }

  async abort() {
    await this.#client.send({
      method: 'DELETE',
      key: this.#key,
      query: this.#query,
      accept: [404],
    });
  }
}

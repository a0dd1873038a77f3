// @ts-check
import { xmlText } from './xml.js';

/** The length that the error code and message of a server are cut to. */
const MAX_WORDS = 300;

/** A request that the bucket has refused. */
export class S3Error extends Error {
  /**
   * @param {string} operation such as `PUT`
   * @param {number} status
   * @param {string} xml the body of the response
   */
  constructor(operation, status, xml) {
    const code = xmlText(xml, 'Code');
    const words = [code, xmlText(xml, 'Message')].filter(Boolean).join(': ');
    super(`S3 ${operation}: ${status}${words && ` ${words.slice(0, MAX_WORDS)}`}`);
    this.name = 'S3Error';
    this.status = status;
    /** The error code of S3, such as `AccessDenied`. */
    this.code = code;
  }
}

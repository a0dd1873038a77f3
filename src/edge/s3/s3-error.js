// @ts-check
import { xmlText } from './xml.js';

/** What a server may answer beside the XML of an error. */
const MAX_WORDS = 300;

/** A request that the bucket has refused. */
export class S3Error extends Error {
  /**
   * @param {string} operation such as `PUT`
   * @param {number} status
   * @param {string} xml what the server answered
   */
  constructor(operation, status, xml) {
    const code = xmlText(xml, 'Code');
    const words = [code, xmlText(xml, 'Message')].filter(Boolean).join(': ');
    super(`S3 ${operation}: ${status}${words && ` ${words.slice(0, MAX_WORDS)}`}`);
    this.name = 'S3Error';
    this.status = status;
    /** S3's own, such as `AccessDenied`. */
    this.code = code;
  }
}

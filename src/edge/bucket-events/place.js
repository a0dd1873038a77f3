// @ts-check
/** @import { BucketPlace } from '../edge.js' */

/** A bucket and its prefix. @typedef {Required<BucketPlace>} Place */

/**
 * Whether all that is in one place is in another one as well.
 * @param {Place} inner
 * @param {Place} outer
 */
export const isBelow = (inner, outer) =>
  inner.bucket === outer.bucket && inner.prefix.startsWith(outer.prefix);

/** What ends the key of a report. */
const REPORT = '.report.json';

/**
 * Where an object is in quarantine. One whose key ends as a report's does must not be taken for one.
 * @param {string} key
 */
export const quarantineKey = (key) => (key.endsWith(REPORT) ? `${key}.object` : key);

/** @param {string} key */
export const reportKey = (key) => `${quarantineKey(key)}${REPORT}`;

// @ts-check
/** @import { BucketPlace } from '../edge.js' */

/** A bucket and its prefix. @typedef {Required<BucketPlace>} Place */

/**
 * Whether one place is within another.
 * @param {Place} inner
 * @param {Place} outer
 */
export const isBelow = (inner, outer) =>
  inner.bucket === outer.bucket && inner.prefix.startsWith(outer.prefix);

/** The suffix of a report's key. */
const REPORT = '.report.json';

/**
 * The key of an object in quarantine. If it ends in the suffix of a report, another suffix is added, so that the object is not
 * taken for a report.
 * @param {string} key
 */
export const quarantineKey = (key) => (key.endsWith(REPORT) ? `${key}.object` : key);

/** @param {string} key */
export const reportKey = (key) => `${quarantineKey(key)}${REPORT}`;

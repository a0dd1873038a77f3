// @ts-check

const MIB = 1 << 20;

/**
 * How much is measured, and how often.
 * @typedef {typeof FULL} Plan
 */

export const FULL = {
  /** Rounds of rows that take less than a second, and of rows that take longer. */
  rounds: 9,
  longRounds: 3,
  memory: 32 * MIB,
  /** Of files that are read. */
  large: 1024 * MIB,
  medium: 64 * MIB,
  four: 256 * MIB,
  sparse: 4096 * MIB,
  /** Sizes of the bodies that are sent to Workers. */
  request: 256 * MIB,
  longRequest: 512 * MIB,
  smallFiles: 2000,
  smallFile: 16 << 10,
  elementFiles: 4000,
  scanFiles: 500,
  /** Uploads in each round in which CPU time is measured. */
  cpuRounds: 5,
  smallUploads: 300,
  mediumUploads: 30,
  largeUploads: 2,
  hugeUpload: 500_000_000,
  uploadsAtOnce: 50,
  coldStarts: 25,
  scans: 20,
  /** The length of the analysis in the rows about polling, ms. */
  analysis: 60_000,
};

/** A quick run, to see whether the benchmark works. Its figures do not apply to the targets. @type {Plan} */
export const QUICK = {
  ...FULL,
  rounds: 3,
  longRounds: 2,
  memory: 8 * MIB,
  large: 192 * MIB,
  four: 96 * MIB,
  sparse: 512 * MIB,
  request: 48 * MIB,
  longRequest: 128 * MIB,
  smallFiles: 400,
  elementFiles: 400,
  scanFiles: 100,
  cpuRounds: 2,
  smallUploads: 60,
  mediumUploads: 5,
  largeUploads: 1,
  hugeUpload: 100_000_000,
  uploadsAtOnce: 10,
  coldStarts: 7,
  analysis: 8_000,
};

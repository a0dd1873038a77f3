// @ts-check
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Cargo's target folder, where the scripts also keep files between runs. */
export const target = resolve(root, process.env.CARGO_TARGET_DIR || 'target');

/** The built package. */
export const dist = join(root, 'dist');

/** A program that npm installed. @param {string} name */
export const npmBin = (name) => join(root, 'node_modules', '.bin', name);

/** A program that cargo built with the profile `tools`. @param {string} name */
export const toolBin = (name) => join(target, 'tools', name);

// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { median } from '../measure.js';

const INTERVAL = 100;
const IDLE_SAMPLES = 10;

/**
 * A process and all its descendants.
 * @param {number} root
 * @param {string} [name] only those of this name
 */
export function processes(root, name) {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap(look);
  const found = new Set([root]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all
    .filter((each) => found.has(each.pid) && (!name || each.name === name))
    .map(({ pid }) => pid);
}

/**
 * The peak memory of processes during some work, above what they used right before.
 * @param {() => number[]} ids the processes, which may differ at each call
 * @param {() => Promise<unknown>} work
 * @returns {Promise<import('../rows.mjs').Figure>} in MiB
 */
export async function memoryAboveIdle(ids, work) {
  const before = [];
  for (let sample = 0; sample < IDLE_SAMPLES; sample += 1) {
    await setTimeout(INTERVAL);
    before.push(memory(ids()));
  }
  const idle = median(before);
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, memory(ids()))), INTERVAL);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return { figure: (most - idle) / 1024, detail: `${Math.round(idle / 1024)} MiB at rest` };
}

/** The proportional set size of processes, KiB. @param {number[]} ids */
function memory(ids) {
  const kib = ids.map((pid) => /^Pss: *(\d+)/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0);
  return kib.reduce((/** @type {number} */ sum, share) => sum + Number(share), 0);
}

/** @param {string} pid */
function look(pid) {
  const status = read(Number(pid), 'status');
  const parent = /^PPid:\s*(\d+)/m.exec(status)?.[1];
  const name = /^Name:\s*(.*)/m.exec(status)?.[1] ?? '';
  return parent ? [{ pid: Number(pid), parent: Number(parent), name }] : [];
}

/** Reads a file of a process; empty if the process has ended. @param {number} pid @param {string} what */
function read(pid, what) {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}

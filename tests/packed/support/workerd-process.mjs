// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

/** The process of the Worker that was started last. */
export function workerd() {
  const [pid] = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && /^workerd$/m.test(status(name, 'Name')))
    .filter((name) => Number(status(name, 'PPid')) === process.pid)
    .sort((a, b) => startOf(b) - startOf(a));
  assert(pid);
  return { memory: () => parseInt(status(pid, 'VmRSS'), 10) * 1024 };
}

/** When a process was started: numbers of processes begin anew. proc(5), stat, field 22. @param {string} pid */
function startOf(pid) {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  return Number(fields.split(' ')[19]);
}

/** @param {string} pid @param {string} field */
function status(pid, field) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
  } catch {
    return '';
  }
}

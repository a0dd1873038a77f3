// @ts-check
import { randomUUID } from 'node:crypto';
import { MetaDefenderError } from '../../../entry/error.js';
import { localQueue } from './local-queue.js';
/** @import { MessageStore } from './local-queue.js' */

/** @type {typeof import('../../edge-node.js').sqliteQueue} */
export function sqliteQueue({ file, onError }) {
  if (typeof file !== 'string' || file === '')
    throw new MetaDefenderError('invalid-input', 'file has to be the path of a file');
  return localQueue(sqliteMessages(file), { onError });
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA busy_timeout = 10000;
  CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, attempts INTEGER NOT NULL, due INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_by_due ON messages (due);
`;

/** @param {string} file @returns {MessageStore} */
function sqliteMessages(file) {
  const database = openDatabase(file);
  database.exec(SCHEMA);
  const add = database.prepare('INSERT INTO messages VALUES (?, ?, 0, ?)');
  const claim = database.prepare(`
    UPDATE messages SET attempts = attempts + 1, due = ?
    WHERE id = (SELECT id FROM messages WHERE due <= ? ORDER BY due LIMIT 1)
    RETURNING id, body, attempts
  `);
  // After the end of its lease, another consumer has it.
  const postpone = database.prepare('UPDATE messages SET due = ? WHERE id = ? AND attempts = ?');
  const remove = database.prepare('DELETE FROM messages WHERE id = ? AND attempts = ?');
  const nextDue = database.prepare('SELECT min(due) AS due FROM messages');
  return {
    add: (body, dueAt) => void add.run(randomUUID(), body, Math.round(dueAt)),
    claim: (now, leaseUntil) => /** @type {any} */ (claim.get(leaseUntil, now)),
    postpone: ({ id, attempts }, dueAt) => void postpone.run(Math.round(dueAt), id, attempts),
    delete: ({ id, attempts }) => void remove.run(id, attempts),
    nextDue: () => /** @type {any} */ (nextDue.get()).due ?? undefined,
  };
}

/** @param {string} file @returns {any} */
function openDatabase(file) {
  /** @type {any} */
  const sqlite = process.getBuiltinModule?.('node:sqlite');
  if (sqlite) return new sqlite.DatabaseSync(file);
  throw new MetaDefenderError(
    'unsupported',
    'this runtime has no node:sqlite (Node 22.13, Deno 2.2 and Bun 1.4 have it): use folderQueue()',
  );
}

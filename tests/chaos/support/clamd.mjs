// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from '../../support/until.mjs';

const SLOW = 'takes clamd a while: ';
const MARK = 'with a mark that only ClamAV knows';

/** How long the expression below backtracks: 18 takes some tens of ms, each further one twice as much. */
const LENGTH = { quick: 8, slow: 20, endless: 32 };

/**
 * The text of a file. What is slow has clamd busy for some hundred ms; what is endless, until it is killed: only clamd that was
 * started with `backtracks: false` comes to its end.
 * @param {{ isMarked?: boolean, speed?: keyof typeof LENGTH }} [options]
 */
export function clamdText({ isMarked = false, speed = 'slow' } = {}) {
  const end = isMarked ? MARK : 'z without it';
  return `${SLOW}${'w'.repeat(LENGTH[speed])}! ${end} ${crypto.randomUUID()}`;
}

/** A logical signature (ClamAV, Signatures, "PCRE subsignatures") that finds the mark. @param {string} expression */
const signature = (expression) =>
  [
    'Test.Mark;Engine:81-255,Target:0;0&1',
    Buffer.from(SLOW).toString('hex'),
    `0/${expression}/`,
  ].join(';');

/** Tries all ways to split the w's first. */
const SIGNATURE = signature(`(?:(?:w+)+z|${MARK})`);
const QUICK_SIGNATURE = signature(MARK);

/** Debian's clamd with the tests' own database. It can be killed and restarted, at the same socket. */
export async function startClamd() {
  const program = process.env.CLAMD;
  if (!program) throw new Error('CLAMD names no clamd: run `npm test`');
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-clamd-'));
  const [database, socket, log] = ['database', 'clamd.ctl', 'clamd.log'].map((name) =>
    join(folder, name),
  );
  await mkdir(`${database}`);
  const settings = [
    'Foreground yes',
    `DatabaseDirectory ${database}`,
    `LocalSocket ${socket}`,
    `LogFile ${log}`,
    'AlertExceedsMax yes',
    'PCREMatchLimit 1000000000',
    'PCRERecMatchLimit 1000000000',
  ];
  const configuration = join(folder, 'clamd.conf');
  await writeFile(configuration, `${settings.join('\n')}\n`);

  /** @type {import('node:child_process').ChildProcess} */
  let child;
  /** @type {Promise<unknown>} */
  let exited;
  let isRunning = false;

  /** Its response to a command; rejects if it is down. @param {string} command */
  async function ask(command) {
    const connection = connect(`${socket}`);
    connection.write(`z${command}\0`);
    return text(connection);
  }

  /** @param {{ backtracks?: boolean }} [options] */
  async function start({ backtracks = true } = {}) {
    if (isRunning) return;
    const line = backtracks ? SIGNATURE : QUICK_SIGNATURE;
    await writeFile(join(`${database}`, 'test.ldb'), `${line}\n`);
    child = spawn(`${program}`, ['--config-file', configuration], { stdio: 'ignore' });
    isRunning = true;
    exited = once(child, 'exit').then(() => (isRunning = false));
    await until(async () => {
      if (!isRunning) throw new Error(`clamd ended: ${await readFile(`${log}`, 'utf8')}`);
      return (await ask('PING').catch(() => '')).startsWith('PONG');
    });
  }

  async function kill() {
    child.kill('SIGKILL');
    await exited;
  }

  await start();
  return {
    socket: `${socket}`,
    /** Restarts it if it is not running. */
    start,
    /** Ends it like a crash. */
    kill,
    /** Stops it until `carryOn`, as if its machine had no memory left. */
    freeze: () => child.kill('SIGSTOP'),
    carryOn: () => child.kill('SIGCONT'),
    /** Waits until it is scanning so many files. @param {number} count */
    untilScanning: (count) =>
      until(async () => {
        const [, ...scans] = (await ask('STATS')).split(/^\tINSTREAM /m);
        return scans.length >= count;
      }),
    async stop() {
      if (isRunning) await kill();
      await rm(folder, { recursive: true });
    },
  };
}

// @ts-check
import { spawn } from 'node:child_process';
import { Failure } from './failure.mjs';
import { root } from './paths.mjs';
import { verbose } from './step.mjs';

const TAIL_LINES = 60;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the checkout unless told
 * @property {NodeJS.ProcessEnv} [env] added to this process's; `undefined` takes a variable away
 * @property {(line: string) => void} [onLine] for every line of its output
 * @property {boolean} [show] its output is shown as it comes, whatever VERBOSE says
 */

/**
 * Runs a program to its end and resolves to its standard output. The output is only shown on request; if the program
 * fails, the Failure has the end of it.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, { cwd = root, env, onLine, show = verbose } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    /** @type {string[]} */
    const tail = [];
    const remember = (/** @type {string} */ line) => {
      onLine?.(line);
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
    };
    const flushOut = follow(child.stdout, show && process.stdout, remember, (text) => {
      stdout += text;
    });
    const flushErr = follow(child.stderr, show && process.stderr, remember);
    child.on('error', (error) => reject(new Failure(`${command} cannot be run: ${error.message}`)));
    child.on('close', (code, signal) => {
      flushOut();
      flushErr();
      if (code === 0) return resolve(stdout);
      const end = signal ? `was ended by ${signal}` : `failed with exit code ${code}`;
      reject(
        new Failure(`\`${commandLine(command, args)}\` ${end}`, show ? '' : tail.join('\n').trim()),
      );
    });
  });
}

/**
 * The standard output of a program, or null if it fails or does not exist.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function probe(command, args, options) {
  try {
    return (await run(command, args, { ...options, show: false })).trim();
  } catch {
    return null;
  }
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {NodeJS.WriteStream | false} echo
 * @param {(line: string) => void} onLine
 * @param {(text: string) => void} [onText]
 * @returns {() => void} hands over the last line, which may have no end
 */
function follow(stream, echo, onLine, onText) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (/** @type {string} */ text) => {
    if (echo) echo.write(text);
    onText?.(text);
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  return () => {
    if (rest) onLine(rest);
  };
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function commandLine(command, args) {
  const line = [command.startsWith(root) ? command.slice(root.length) : command, ...args].join(' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

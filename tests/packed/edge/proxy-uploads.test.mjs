// @ts-check
// Uploads through the Worker: bytes are not kept, and analyses of clients that left are cancelled.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { DATA_ID } from '../../behaviour/reports.js';
import { until } from '../../support/until.mjs';
import { startProxy, startService } from '../support/proxy.mjs';
import { edgeRuntime } from '../support/worker.mjs';

const MIB = 1024 * 1024;
/** Servers collect their garbage later. */
const MOST_MEMORY = (edgeRuntime() === 'workerd' ? 32 : 64) * MIB;

/** @type {Awaited<ReturnType<typeof startService>>} */
let service;
/** @type {Awaited<ReturnType<typeof startProxy>>} */
let proxy;
before(async () => {
  service = await startService({
    'POST /file': { data_id: DATA_ID },
    'POST /file/batch': { batch_id: DATA_ID.replace('6', '7') },
    'POST /file/*/cancel': {},
  });
  proxy = await startProxy(service.address);
});
beforeEach(() => service.asked.splice(0));
after(async () => {
  await proxy.stop();
  await service.stop();
});

/** Replaces the response to an upload. @param {import('../support/proxy.mjs').Answer} answer */
function meanwhile(answer, pattern = 'POST /file') {
  const usual = service.script['POST /file'];
  service.script = Object.assign(service.script, { [pattern]: answer });
  return () => {
    delete service.script['at POST /file'];
    if (usual) service.script['POST /file'] = usual;
  };
}

/** @param {string} [more] */
async function socketTo(more = '', length = 10) {
  const socket = connect(Number(new URL(proxy.address).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.write(
    `POST /scan/file HTTP/1.1\r\nhost: page.test\r\ncontent-length: ${length}\r\n${more}\r\n`,
  );
  return socket;
}

/** Resolves when the Worker has processed all earlier events, which it does in order. */
async function noticed() {
  for (let time = 0; time < 3; time += 1) await proxy.errors();
}

/** Resolves when the service has received this request. @param {string} pattern */
const untilAsked = (pattern) => until(() => service.count(pattern) > 0);

test('a client that disconnects during its upload leaves no analysis behind', async () => {
  let how = '';
  const undo = meanwhile((_asked, _response, request) => {
    request.resume();
    request.on('end', () => (how ||= 'a whole file')).on('close', () => (how ||= 'cut'));
  }, 'at POST /file');
  try {
    for (const leave of ['destroy', 'resetAndDestroy']) {
      how = '';
      service.asked.splice(0);
      const socket = await socketTo('', 5 * MIB);
      socket.write(Buffer.alloc(MIB));
      await untilAsked('POST /file');
      socket[/** @type {'destroy'} */ (leave)]();
      await until(() => how);
      assert.equal(how, 'cut', leave);
    }
  } finally {
    undo();
  }
});

test('if a client disconnects before it gets the handle, the analysis is cancelled', async () => {
  let answer = () => {};
  const undo = meanwhile((_asked, response) => {
    answer = () => response.end(JSON.stringify({ data_id: DATA_ID }));
  });
  try {
    const socket = await socketTo();
    socket.write('ten bytes!');
    await untilAsked('POST /file');
    await until(() => service.asked[0]?.body === 'ten bytes!');
    socket.resetAndDestroy();
    await noticed();
    answer();
    await untilAsked('POST /file/*/cancel');
    assert.equal(service.asked.at(-1)?.url, `/file/${DATA_ID}/cancel`);
  } finally {
    undo();
  }
});

test('if a client of a batch disconnects, its analysis is not cancelled', async () => {
  const batch = (await (await proxy.ask('/file/batch', { method: 'POST' })).json()).batch_id;
  let answer = () => {};
  const undo = meanwhile((_asked, response) => {
    answer = () => response.end(JSON.stringify({ data_id: DATA_ID }));
  });
  try {
    const socket = await socketTo(`batch: ${batch}\r\n`);
    socket.write('ten bytes!');
    await untilAsked('POST /file');
    socket.resetAndDestroy();
    await noticed();
    answer();
    await noticed();
    assert.equal(service.count('POST /file/*/cancel'), 0);
  } finally {
    undo();
  }
});

test('an upload aborted by the service is not reported as an unreachable service', async () => {
  const undo = meanwhile((_asked, _response, request) => request.socket.destroy(), 'at POST /file');
  try {
    const response = await proxy.ask('/file', { method: 'POST', body: 'abc' });
    assert.equal(response.status, 502);
    const { err } = await response.json();
    assert.match(err, /^MetaDefender aborted the upload: .*size limit, or the service is busy$/);
    assert.ok((await proxy.errors()).some((told) => told.includes(err)));
  } finally {
    undo();
  }
});

test('nothing is cancelled if the client stays connected', async () => {
  for (let time = 0; time < 5; time += 1)
    assert.equal((await proxy.ask('/file', { method: 'POST', body: 'abc' })).status, 200);
  assert.equal(service.count('POST /file/*/cancel'), 0);
});

test('100 MB are passed on with their length, and not buffered', async () => {
  let length = 0;
  let peak = 0;
  const undo = meanwhile(async (asked, response, request) => {
    for await (const chunk of request) {
      if (Math.floor(length / MIB) % 4 === 0) peak = Math.max(peak, residentSize());
      length += chunk.length;
    }
    assert.equal(asked.headers['content-length'], '100000000');
    response.end(JSON.stringify({ data_id: DATA_ID }));
  }, 'at POST /file');
  try {
    const body = new Blob(Array(100).fill(new Uint8Array(1_000_000)));
    const before = residentSize();
    const response = await proxy.ask('/file', { method: 'POST', body });
    assert.equal(response.status, 200);
    assert.equal(length, 100_000_000);
    assert.ok(peak - before < MOST_MEMORY, `it grew by ${(peak - before) / MIB} MiB`);
  } finally {
    undo();
  }
});

/** Bytes of memory of the process that serves. */
function residentSize() {
  const served = 'pid' in proxy ? proxy.pid : workerd();
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${served}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** The workerd that is a child of this process. */
function workerd() {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  const pid = children
    .split(' ')
    .find((child) => child && readFileSync(`/proc/${child}/comm`, 'utf8').startsWith('workerd'));
  assert.ok(pid);
  return pid;
}

// @ts-check
// The form parser in front of an origin: forms of real clients are read, and refused if two parsers could read them differently.
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import fc from 'fast-check';
import { parseHeaderValue } from '../../src/edge/screen/header-value.js';
import { boundaryOf } from '../../src/edge/screen/multipart/boundary.js';
import { Needle } from '../../src/edge/screen/multipart/needle.js';
import { MultipartParser } from '../../src/edge/screen/multipart/parser.js';
import { pump } from '../../src/edge/pump.js';

/** @param {string} contentType */
const boundaryIn = (contentType) =>
  boundaryOf(parseHeaderValue(contentType)?.parameters ?? new Map());

/** @param {string} text one character a byte */
const bytes = (text) => new Uint8Array(Buffer.from(text, 'latin1'));

/**
 * The parts of a form: what they are, their content as it came, and as the range in the body.
 * @param {string} boundary
 * @param {Uint8Array} body
 * @param {Iterable<Uint8Array>} [chunks]
 */
function read(boundary, body, chunks = [body]) {
  const parser = new MultipartParser(boundary);
  /** @type {(import('../../src/edge/screen/multipart/part.js').Part & { content: string })[]} */
  const parts = [];
  let start = 0;
  let content = '';
  for (const chunk of chunks) {
    for (const found of parser.push(chunk)) {
      if ('part' in found) {
        ({ start } = found);
        content = '';
        parts.push({ ...found.part, content });
      } else if ('bytes' in found) content += Buffer.from(found.bytes).toString('latin1');
      else {
        const part = parts.at(-1);
        assert(part);
        part.content = content;
        const range = Buffer.from(body.subarray(start, found.end)).toString('latin1');
        assert.equal(range, content);
      }
    }
  }
  parser.end();
  return parts;
}

/** One form in Chromium 156, curl 7.88 and requests 2.34 with urllib3 2.7, as it came over the wire. */
const RECORDED = {
  chromium: {
    contentType: 'multipart/form-data; boundary=----WebKitFormBoundaryDnc3kXjcW76pIPPg',
    body: '------WebKitFormBoundaryDnc3kXjcW76pIPPg\r\nContent-Disposition: form-data; name="t\xe9%22xt"\r\n\r\nab\r\n------WebKitFormBoundaryDnc3kXjcW76pIPPg\r\nContent-Disposition: form-data; name="area"\r\n\r\none\r\ntwo\r\n------WebKitFormBoundaryDnc3kXjcW76pIPPg\r\nContent-Disposition: form-data; name="none"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n------WebKitFormBoundaryDnc3kXjcW76pIPPg\r\nContent-Disposition: form-data; name="f"; filename="q%22uo\\te \xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n--x\r\n\r\n------WebKitFormBoundaryDnc3kXjcW76pIPPg\r\nContent-Disposition: form-data; name="f"; filename="b.bin"\r\nContent-Type: application/octet-stream\r\n\r\n\0\xff\r\n\r\r\n------WebKitFormBoundaryDnc3kXjcW76pIPPg--\r\n',
    files: [
      ['', ''],
      ['q%22uo\\te é.txt', 'hi\r\n--x\r\n'],
      ['b.bin', '\0\xff\r\n\r'],
    ],
  },
  curl: {
    contentType: 'multipart/form-data; boundary=------------------------2f75ed63f0acf5c1',
    body: '--------------------------2f75ed63f0acf5c1\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--------------------------2f75ed63f0acf5c1\r\nContent-Disposition: form-data; name="f"; filename="q%22uo\\te \xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n--x\r\n\r\n--------------------------2f75ed63f0acf5c1\r\nContent-Disposition: form-data; name="b"; filename="b.bin"\r\nContent-Type: image/png\r\n\r\n\0\xff\r\n\r\r\n--------------------------2f75ed63f0acf5c1--\r\n',
    files: [
      ['q%22uo\\te é.txt', 'hi\r\n--x\r\n'],
      ['b.bin', '\0\xff\r\n\r'],
    ],
  },
  requests: {
    contentType: 'multipart/form-data; boundary=39d78b676002c63fe31dce854c1cdcf9',
    body: '--39d78b676002c63fe31dce854c1cdcf9\r\nContent-Disposition: form-data; name="text"\r\n\r\na\r\n--39d78b676002c63fe31dce854c1cdcf9\r\nContent-Disposition: form-data; name="f"; filename="q%22uo\\te \xc3\xa9.txt"\r\n\r\nhi\r\n--39d78b676002c63fe31dce854c1cdcf9\r\nContent-Disposition: form-data; name="b"; filename="b.bin"\r\nContent-Type: image/png\r\n\r\n\0\r\n--39d78b676002c63fe31dce854c1cdcf9--\r\n',
    files: [
      ['q%22uo\\te é.txt', 'hi'],
      ['b.bin', '\0'],
    ],
  },
};

describe('a form', () => {
  for (const [client, { contentType, body, files }] of Object.entries(RECORDED)) {
    test(`by ${client} is read`, () => {
      const boundary = boundaryIn(contentType);
      assert(boundary);
      const parts = read(boundary, bytes(body)).filter(({ kind }) => kind === 'file');
      assert.deepEqual(
        parts.map(({ filename, content }) => [filename, content]),
        files,
      );
    });
  }

  test('by undici is read', async () => {
    const form = new FormData();
    form.append('text', 'one\r\ntwo');
    form.append('f', new Blob(['hi\r\n'], { type: 'image/png' }), 'a "b"\r\nX: y é.png');
    const request = new Response(form);
    const boundary = boundaryIn(request.headers.get('content-type') ?? '');
    assert(boundary);
    const parts = read(boundary, new Uint8Array(await request.arrayBuffer()));
    assert.deepEqual(parts, [
      {
        name: 'text',
        filename: undefined,
        contentType: undefined,
        contentLength: undefined,
        kind: 'field',
        content: 'one\r\ntwo',
      },
      {
        name: 'f',
        filename: 'a %22b%22%0D%0AX: y é.png',
        contentType: 'image/png',
        contentLength: undefined,
        kind: 'file',
        content: 'hi\r\n',
      },
    ]);
  });

  test('without parts, and one with a line break before it, are forms', () => {
    assert.deepEqual(read('b', bytes('--b--')), []);
    assert.deepEqual(read('b', bytes('\r\n--b--\r\n')), []);
    // form-data-encoder 4.1, in got.
    assert.deepEqual(read('b', bytes('--b--\r\n\r\n')), []);
  });

  const names = fc.stringMatching(/^[a-z]{1,5}$/);
  // Of what boundaries and line ends are made of.
  const content = fc
    .array(fc.constantFrom('\r', '\n', '-', '--b', '\r\n-', 'x', 'b-', '\0'), { maxLength: 30 })
    .map((pieces) => pieces.join(''));
  test('with any parts, in any chunks, is parsed into the same parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: names, filename: fc.option(names), content }), { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (parts, sizes) => {
          const boundary = 'b-b-bcd';
          fc.pre(!parts.some((part) => part.content.includes(`--${boundary}`)));
          const text = parts.map(
            (part) =>
              `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"` +
              `${part.filename === null ? '' : `; filename=${part.filename}`}\r\n\r\n${part.content}\r\n`,
          );
          const body = bytes(`${text.join('')}--${boundary}--\r\n`);
          const found = read(boundary, body, inPieces(body, sizes));
          assert.deepEqual(
            found.map(({ name, filename = null, kind, content }) => ({
              name,
              filename,
              kind,
              content,
            })),
            parts.map((part) => ({ ...part, kind: part.filename === null ? 'field' : 'file' })),
          );
        },
      ),
    );
  });
});

/** @param {Uint8Array} whole @param {number[]} sizes */
function* inPieces(whole, sizes) {
  for (let at = 0, index = 0; at < whole.length; index++) {
    const end = at + Number(sizes[index % sizes.length]);
    // Reused for each chunk, as a reader's buffer may be.
    const piece = whole.slice(at, end);
    yield piece;
    piece.fill(0);
    at = end;
  }
}

describe('a part', () => {
  /** @param {string} headers */
  const partWith = (headers) => read('b', bytes(`--b\r\n${headers}\r\n\r\nx\r\n--b--`))[0];
  const head = 'Content-Disposition: form-data; name="a"';

  /** @type {Record<import('../../src/edge/screen/multipart/part.js').PartKind, string[]>} */
  const kinds = {
    file: [
      `${head}; filename="x"`,
      `${head}; filename=""`,
      'CONTENT-DISPOSITION: FORM-DATA; NAME="a"; FILENAME="x"',
      "content-disposition:form-data;filename*=UTF-8''x;name=a",
      `${head}; size=1`,
      // busboy 1.6 and multer 2.
      `${head}\r\nContent-Type: application/octet-stream`,
      `${head}\r\nContent-Type: Application/Octet-Stream; x=y`,
      // Ambiguous.
      `${head}\r\nContent-Type: text/plain, text/html`,
      `${head}\r\nContent-Type:`,
      // Python's email: by the type's name.
      `${head}\r\nContent-Type: text/plain; name="x.exe"`,
      // Can contain files itself.
      `${head}\r\nContent-Type: message/rfc822`,
      `${head}\r\nContent-Type: multipart/mixed`,
      // PHP takes ' for a quote; multiparty looks for filename= wherever it is.
      `Content-Disposition: form-data; name=a'; x="'; filename=evil.com"`,
      `Content-Disposition: form-data; name="a'"`,
      'Content-Disposition: form-data; name="a; filename=x.com; b"',
      'Content-Disposition: form-data; name="a filename"',
      'Content-Disposition: form-data; name="a;b"',
      // Rack 2 looks for it in all headers of the part.
      `${head}\r\nX-Foo: a; filename=evil.php`,
      `Content-Location: x; filename=a\r\n${head}`,
      `${head}\r\nContent-Type: text/plain; charset="a; filename=evil.php"`,
    ],
    'typed-field': [
      // aiohttp and .NET, aiohttp and Spring, Spring, Qt where told to.
      `${head}\r\nContent-Type: text/plain; charset=utf-8`,
      `${head}\r\nContent-Type: application/json`,
      `${head}\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: 1`,
      `Content-Type: text/plain\r\n${head}`,
      `${head}\r\nContent-Type: text/html`,
      `${head}\r\nContent-Type: application/octet-streams`,
      `${head}\r\nContent-Type: x-message/rfc822`,
      `${head}\r\nContent-Type: text/plain; charset=utf-16`,
    ],
    field: [
      head,
      'content-disposition: form-data; name=a',
      'Content-Disposition: form-data; name="a[b].c d-é"',
      // OkHttp, Guzzle; Retrofit, Symfony.
      `${head}\r\nContent-Length: 1`,
      `${head}\r\nContent-Length: \t1 \t`,
      `${head}\r\nContent-Transfer-Encoding: 8bit`,
      `${head}\r\ncontent-transfer-encoding: Binary\r\ncontent-length: 01`,
    ],
  };
  for (const [kind, headers] of Object.entries(kinds)) {
    for (const one of headers) {
      test(`is a ${kind} with ${JSON.stringify(one)}`, () => {
        assert.equal(partWith(one)?.kind, kind);
      });
    }
  }

  test('must have the length that it states: aiohttp reads by it', () => {
    const withLength = (/** @type {unknown} */ length, content = 'four') =>
      bytes(`--b\r\n${head}; filename="x"\r\nContent-Length: ${length}\r\n\r\n${content}\r\n--b--`);
    for (const size of [1, 100]) {
      assert.equal(read('b', withLength(4), inPieces(withLength(4), [size]))[0]?.content, 'four');
      assert.equal(read('b', withLength(0, ''), inPieces(withLength(0, ''), [size])).length, 1);
      for (const length of [0, 3, 5, 11, '+4', '4, 4', '0x4', '-1', '']) {
        const body = withLength(length);
        assert.throws(() => read('b', body, inPieces(body, [size])), {
          kind: 'malformed-form',
          message: /^(a part is not as long as it says|the length of a part is not clear)$/,
        });
      }
    }
  });
});

describe('refused is', () => {
  const head = 'Content-Disposition: form-data; name="a"';
  /** @param {string} headers */
  const withHeaders = (headers) => `--b\r\n${headers}\r\n\r\nx\r\n--b--\r\n`;
  /** @type {Record<string, string>} */
  const malformed = {
    'a preamble': `hello\r\n${withHeaders(head)}`,
    'two line breaks before the boundary': `\r\n\r\n${withHeaders(head)}`,
    'an epilogue': `${withHeaders(head)}more`,
    'three line breaks at the end': `${withHeaders(head)}\r\n\r\n`,
    'one and a half line breaks at the end': `${withHeaders(head)}\r`,
    'half a line break at the end': `--b--\r`,
    'another boundary': withHeaders(head).replaceAll('--b', '--c'),
    nothing: '',
    'two lengths': withHeaders(`${head}\r\nContent-Length: 1\r\nContent-Length: 1`),
    'no last boundary': `--b\r\n${head}\r\n\r\nx\r\n--b\r\n`,
    'a truncated part': `--b\r\n${head}\r\n\r\nx`,
    'truncated headers': `--b\r\n${head}`,
    'a truncated end': `--b\r\n${head}\r\n\r\nx\r\n--b-`,
    'a first boundary that is another one': `--c\r\n${head}\r\n\r\nx\r\n--b--`,
    'two letters in the place of the end': `--b\r\n${head}\r\n\r\nx\r\n--bxx`,
    'a letter and half of the end': `--b\r\n${head}\r\n\r\nx\r\n--bx-`,
    'half of the end and a letter': `--b\r\n${head}\r\n\r\nx\r\n--b-x`,
    'a space after a boundary': `--b \r\n${head}\r\n\r\nx\r\n--b--`,
    'a tab after a boundary': `--b\r\n${head}\r\n\r\nx\r\n--b\t\r\n${head}\r\n\r\nx\r\n--b--`,
    'text after a boundary': `--b\r\n${head}\r\n\r\nx\r\n--bc\r\nx\r\n--b--`,
    'a bare LF after a boundary': `--b\n${head}\r\n\r\nx\r\n--b--`,
    'a boundary after a bare LF, which some find': `--b\r\n${head}\r\n\r\nx\n--b\r\n\r\n--b--`,
    'a boundary after a bare CR': `--b\r\n${head}\r\n\r\nx\r--b\r\n\r\n--b--`,
    'a boundary after a CR and a letter': `--b\r\n${head}\r\n\r\nx\rx--b--`,
    'a letter and an LF after a boundary': `--bx\n${head}\r\n\r\nx\r\n--b--`,
    'a CR and a letter after a boundary': `--b\rx${head}\r\n\r\nx\r\n--b--`,
    'a boundary in a line, at which some split': `--b\r\n${head}\r\n\r\nx --b y\r\n--b--`,
    'a boundary directly after the headers': `--b\r\n${head}\r\n\r\n--b--`,
    'a boundary among the headers': `--b\r\n${head}\r\n--b: c\r\n\r\nx\r\n--b--`,
    'a boundary before the headers': `--b\r\n--b: c\r\n${head}\r\n\r\nx\r\n--b--`,
    'a boundary in a filename': withHeaders(`${head}; filename="--b"`),
    'a part without headers': '--b\r\n\r\nx\r\n--b--',
    'a bare LF among the headers': withHeaders(`X: y\n${head}`),
    'a bare CR among the headers': withHeaders(`X: y\r${head}`),
    'a bare LF in a header': withHeaders(`${head}\r\nX: y\nz`),
    'a bare CR in a header': withHeaders(`${head}\r\nX: y\rz`),
    'a DEL in a header': withHeaders(`${head}\r\nX: y\x7fz`),
    'a CR at the end of the headers': withHeaders(`${head}\r`),
    'a NUL in the headers': withHeaders(`${head}; filename="a\0.exe"`),
    'a header that continues in the next line': withHeaders(
      'Content-Disposition: form-data;\r\n name="a"',
    ),
    'a continuation line that looks like a header': withHeaders(`${head}\r\nX: y;\r\n z: x`),
    'a header whose name is not a token': withHeaders(`${head}\r\n(X: y`),
    'a header without a colon': withHeaders(`${head}\r\nhello`),
    'a space before the colon': withHeaders('Content-Disposition : form-data; name="a"'),
    'a header without a name': withHeaders(`${head}\r\n: x`),
    'two Content-Dispositions': withHeaders(`${head}\r\n${head}; filename="x"`),
    'two Content-Types': withHeaders(
      `${head}\r\nContent-Type: text/plain\r\ncontent-type: text/html`,
    ),
    'two Content-Transfer-Encodings': withHeaders(
      `${head}\r\nContent-Transfer-Encoding: 8bit\r\nContent-Transfer-Encoding: 8bit`,
    ),
    'two Content-Encodings': withHeaders(
      `${head}\r\nContent-Encoding: identity\r\nContent-Encoding: identity`,
    ),
    'no Content-Disposition': withHeaders('Content-Type: text/plain'),
    'another disposition': withHeaders('Content-Disposition: attachment; name="a"'),
    'no name': withHeaders('Content-Disposition: form-data; filename="a"'),
    'two names': withHeaders(`${head}; name="b"`),
    'a name*': withHeaders(`${head}; name*=UTF-8''b`),
    'two filenames': withHeaders(`${head}; filename="a"; filename="b"`),
    'an ambiguously escaped quote': withHeaders(
      String.raw`Content-Disposition: form-data; name="a\"; filename="x"`,
    ),
    'an unterminated quote': withHeaders('Content-Disposition: form-data; name="a'),
    'spaces around =': withHeaders('Content-Disposition: form-data; name = "a"'),
    'text after a quote': withHeaders(`${head}b; filename="x"`),
    'a comma in place of a semicolon': withHeaders(`${head}, filename="x"`),
    'headers over 16 KiB': withHeaders(`${head}\r\nX: ${'x'.repeat(17 << 10)}`),
    'more than 1000 parts': `${`--b\r\n${head}\r\n\r\n\r\n`.repeat(1001)}--b--`,
  };
  for (const [what, body] of Object.entries(malformed)) {
    test(what, () => {
      for (const size of [1, 7, 1 << 20]) {
        assert.throws(() => read('b', bytes(body), inPieces(bytes(body), [size])), {
          kind: 'malformed-form',
          // The client gets the reason in words.
          message: / /,
        });
      }
    });
  }

  test('headers over 16 KiB, before all of them are buffered', () => {
    const parser = new MultipartParser('b');
    const begun = `--b\r\n${head}\r\nX: `;
    const fill = (/** @type {number} */ length) =>
      'x'.repeat(length - begun.length + '--b\r\n'.length);
    assert.throws(() => [...parser.push(bytes(begun + fill((16 << 10) + 1)))], {
      kind: 'malformed-form',
    });
    const longest = `${begun}${fill(16 << 10)}\r\n\r\nx\r\n--b--`;
    assert.equal(read('b', bytes(longest)).length, 1);
  });

  test('a part without headers, with that reason', () => {
    const message = 'a part has no headers';
    assert.throws(() => read('b', bytes('--b\r\n\r\nx\r\n--b--')), { message });
  });

  test('an epilogue, before all of it is buffered', () => {
    const parser = new MultipartParser('b');
    assert.throws(() => [...parser.push(bytes('--b--\r\n\r\nx'))], { kind: 'malformed-form' });
  });

  for (const type of [
    'multipart/mixed; boundary=c',
    'multipart/mixed;boundary="c"',
    'text/plain, multipart/mixed; boundary=c',
    'Multipart/Digest; x=y; BOUNDARY=c',
  ]) {
    test(`a part with nested parts, of ${type}`, () => {
      // Deprecated by RFC 7578, 4.3. aiohttp and Python's email read it.
      for (const headers of [head, `${head}; filename="x"`]) {
        const body = bytes(withHeaders(`${headers}\r\nContent-Type: ${type}`));
        assert.throws(() => read('b', body), { kind: 'unsupported-type', message: / / });
      }
    });
  }

  for (const header of [
    'Content-Transfer-Encoding: base64',
    'content-transfer-encoding: quoted-printable',
    'Content-Encoding: gzip',
    'Content-Transfer-Encoding: x-7bit',
    'Content-Transfer-Encoding: 7bit, base64',
    'Content-Encoding: x-identity',
    'Content-Encoding: identity, gzip',
  ]) {
    test(`a part with ${header}`, () => {
      const body = bytes(withHeaders(`${head}\r\n${header}`));
      assert.throws(() => read('b', body), { kind: 'unsupported-encoding', message: / / });
    });
  }

  test('neither a form of 1000 parts nor text that only looks like a boundary', () => {
    assert.equal(
      read('b', bytes(`${`--b\r\n${head}\r\n\r\n\r\n`.repeat(1000)}--b--`)).length,
      1000,
    );
    const like = '\r\n--a\r\n--\r\n-b--';
    assert.equal(read('b', bytes(`--b\r\n${head}\r\n\r\n${like}\r\n--b--`))[0]?.content, like);
  });
});

test('a byte sequence is found even if it starts within a false start of itself', () => {
  assert.deepEqual(new Needle('aabaac').find(bytes('aabaabaac'), 0), { index: 3, begun: 0 });
  assert.deepEqual(new Needle('aabaac').find(bytes('aabaabaac'), 4), { index: -1, begun: 0 });
  assert.deepEqual(new Needle('aabaac').find(bytes('aabaabaa'), 0), { index: -1, begun: 5 });
});

test('a needle is found where String.indexOf finds it, and a start at the end is reported', () => {
  // Few letters, so that the needle begins anew within itself.
  const text = fc.array(fc.constantFrom('-', 'a'), { maxLength: 40 });
  const needle = fc.array(fc.constantFrom('-', 'a'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(text, needle, (hay, pin) => {
      const [haystack, sought] = [hay.join(''), pin.join('')];
      const { index, begun } = new Needle(sought).find(bytes(haystack), 0);
      assert.equal(index, haystack.indexOf(sought));
      const longest = [...pin.keys()].filter((size) => haystack.endsWith(sought.slice(0, size)));
      if (index < 0) assert.equal(begun, Math.max(...longest));
    }),
    { numRuns: 2000 },
  );
});

describe('a body is read', () => {
  const options = { signal: new AbortController().signal };
  /** @param {(controller: ReadableByteStreamController) => Promise<void> | void} pull */
  const stream = (pull) => new ReadableStream({ type: 'bytes', pull });
  const sink = () => {
    /** @type {any[]} */
    const heard = [];
    return {
      heard,
      write: (/** @type {Uint8Array} */ { length }) => void heard.push(length),
      close: () => void heard.push('closed'),
      abort: (/** @type {any} */ { kind }) => void heard.push(kind),
    };
  };

  test('as slowly as a client sends it, as long as it sends something', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const rest = [3, 1, 2];
      const slow = stream(async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 50_000));
        const size = rest.shift();
        if (size) controller.enqueue(new Uint8Array(size));
        else {
          controller.close();
          controller.byobRequest?.respond(0);
        }
      });
      const sinks = [sink(), sink()];
      const size = pump(slow, sinks, { ...options, grace: Infinity });
      for (let time = 0; time < 4; time += 1) {
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
        mock.timers.tick(50_000);
      }
      assert.equal(await size, 6);
      for (const { heard } of sinks) assert.deepEqual(heard, [3, 1, 2, 'closed']);
    } finally {
      mock.timers.reset();
    }
  });

  test('no longer if the client sends nothing', async () => {
    let sent = false;
    const silent = stream((controller) => {
      if (sent) return new Promise(() => {});
      sent = true;
      controller.enqueue(new Uint8Array(3));
    });
    const one = sink();
    await assert.rejects(pump(silent, [one], { ...options, idleTimeout: 30 }), {
      kind: 'too-slow',
    });
    assert.deepEqual(one.heard, [3, 'too-slow']);
  });
});

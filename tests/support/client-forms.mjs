// @ts-check
// One form each, with a text field `text`, `a b`, and a file `f`, `hi\r\n`, by the name of `é.txt`.

/** @typedef {{ contentType: string, body: string }} RecordedForm the body one character a byte */

/** As it came over the wire. @type {Record<string, RecordedForm>} */
export const RECORDED = {
  'undici 6.24 (Node 20)': {
    contentType: 'multipart/form-data; boundary=----formdata-undici-027087887210',
    body: '------formdata-undici-027087887210\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n------formdata-undici-027087887210\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n------formdata-undici-027087887210--\r\n',
  },
  'axios 1.21': {
    contentType: 'multipart/form-data; boundary=axios-1.21.1-boundary-Fa4XfFIjDSw883cCrrMvAUjbs',
    body: '--axios-1.21.1-boundary-Fa4XfFIjDSw883cCrrMvAUjbs\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--axios-1.21.1-boundary-Fa4XfFIjDSw883cCrrMvAUjbs\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n--axios-1.21.1-boundary-Fa4XfFIjDSw883cCrrMvAUjbs--\r\n',
  },
  'axios 1.21 with form-data 4.0': {
    contentType: 'multipart/form-data; boundary=--------------------------ca24ed657b3f6f9cf198d3ea',
    body: '----------------------------ca24ed657b3f6f9cf198d3ea\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n----------------------------ca24ed657b3f6f9cf198d3ea\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n----------------------------ca24ed657b3f6f9cf198d3ea--\r\n',
  },
  'got 14.6 with form-data 4.0': {
    contentType: 'multipart/form-data; boundary=--------------------------e9222c767a380b7a368b0878',
    body: '----------------------------e9222c767a380b7a368b0878\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n----------------------------e9222c767a380b7a368b0878\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n----------------------------e9222c767a380b7a368b0878--\r\n',
  },
  'got 14.6': {
    contentType: 'multipart/form-data; boundary=form-data-encoder-ra2mmmbcaud84j7n',
    body: '--form-data-encoder-ra2mmmbcaud84j7n\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--form-data-encoder-ra2mmmbcaud84j7n\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n--form-data-encoder-ra2mmmbcaud84j7n--\r\n\r\n',
  },
  'superagent 10.4': {
    contentType: 'multipart/form-data; boundary=--------------------------78e69c19f926a99bc11af342',
    body: '----------------------------78e69c19f926a99bc11af342\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n----------------------------78e69c19f926a99bc11af342\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n----------------------------78e69c19f926a99bc11af342--\r\n',
  },
  'needle 3.5': {
    contentType: 'multipart/form-data; boundary=--------------------NODENEEDLEHTTPCLIENT',
    body: '----------------------NODENEEDLEHTTPCLIENT\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n----------------------NODENEEDLEHTTPCLIENT\r\nContent-Disposition: form-data; name="f"; filename="%C3%A9.txt"\r\nContent-Transfer-Encoding: binary\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n----------------------NODENEEDLEHTTPCLIENT--',
  },
  'node-fetch 3.3': {
    contentType: 'multipart/form-data; boundary=----1526214335804596700585639908',
    body: '------1526214335804596700585639908\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n------1526214335804596700585639908\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n------1526214335804596700585639908--',
  },
  'curl 7.88': {
    contentType: 'multipart/form-data; boundary=------------------------29ba02740a060696',
    body: '--------------------------29ba02740a060696\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--------------------------29ba02740a060696\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n--------------------------29ba02740a060696--\r\n',
  },
  'requests 2.34': {
    contentType: 'multipart/form-data; boundary=b6c71bbd752c94caa6f69d9146fb4ef8',
    body: '--b6c71bbd752c94caa6f69d9146fb4ef8\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--b6c71bbd752c94caa6f69d9146fb4ef8\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n--b6c71bbd752c94caa6f69d9146fb4ef8--\r\n',
  },
  'httpx 0.28': {
    contentType: 'multipart/form-data; boundary=c81ff1817093bfed223e0d9d0dd4ae36',
    body: '--c81ff1817093bfed223e0d9d0dd4ae36\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--c81ff1817093bfed223e0d9d0dd4ae36\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n--c81ff1817093bfed223e0d9d0dd4ae36--\r\n',
  },
  'urllib3 2.8': {
    contentType: 'multipart/form-data; boundary=7aa01e79e2a956682d3fe9965ebed60c',
    body: '--7aa01e79e2a956682d3fe9965ebed60c\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--7aa01e79e2a956682d3fe9965ebed60c\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n--7aa01e79e2a956682d3fe9965ebed60c--\r\n',
  },
  'requests-toolbelt 1.0': {
    contentType: 'multipart/form-data; boundary=d9f57fc0dc674aaa8f7ada9d4d846b53',
    body: '--d9f57fc0dc674aaa8f7ada9d4d846b53\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--d9f57fc0dc674aaa8f7ada9d4d846b53\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n--d9f57fc0dc674aaa8f7ada9d4d846b53--\r\n',
  },
  'aiohttp 3.14': {
    contentType: 'multipart/form-data; boundary=1b390f62a2f948cab3460a4085a2e23b',
    body: '--1b390f62a2f948cab3460a4085a2e23b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--1b390f62a2f948cab3460a4085a2e23b\r\nContent-Type: application/json\r\nContent-Disposition: form-data; name="json"\r\n\r\n{}\r\n--1b390f62a2f948cab3460a4085a2e23b\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name="f"; filename="%C3%A9.txt"\r\n\r\nhi\r\n\r\n--1b390f62a2f948cab3460a4085a2e23b--\r\n',
  },
  "aiohttp 3.14's MultipartWriter": {
    contentType: 'multipart/form-data; boundary=58b510d0fbf44f14883bbb28ca73718e',
    body: '--58b510d0fbf44f14883bbb28ca73718e\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--58b510d0fbf44f14883bbb28ca73718e\r\nContent-Type: application/octet-stream\r\nContent-Disposition: form-data; name="f"; filename="%C3%A9.txt"\r\n\r\nhi\r\n\r\n--58b510d0fbf44f14883bbb28ca73718e--\r\n',
  },
  'HTTP::Request::Common 6.44': {
    contentType: 'multipart/form-data; boundary=xYzZY',
    body: '--xYzZY\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--xYzZY\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: text/plain\r\n\r\nhi\r\n\r\n--xYzZY--\r\n',
  },
  "Go 1.19's mime/multipart": {
    contentType:
      'multipart/form-data; boundary=e914dd4098900ccf48096b0c290f0bb8867917369f5a278fdc85f2ea7395',
    body: '--e914dd4098900ccf48096b0c290f0bb8867917369f5a278fdc85f2ea7395\r\nContent-Disposition: form-data; name="text"\r\n\r\na b\r\n--e914dd4098900ccf48096b0c290f0bb8867917369f5a278fdc85f2ea7395\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xa9.txt"\r\nContent-Type: application/octet-stream\r\n\r\nhi\r\n\r\n--e914dd4098900ccf48096b0c290f0bb8867917369f5a278fdc85f2ea7395--\r\n',
  },
};

const UTF8_NAME = '\xc3\xa9.txt';

/**
 * @param {string} contentType before the boundary
 * @param {string} boundary
 * @param {string[]} text headers of the text field
 * @param {string[]} file headers of the file
 * @param {boolean} [isQuoted] whether the boundary stands in quotes
 * @returns {RecordedForm}
 */
function written(contentType, boundary, text, file, isQuoted = false) {
  const parts = [...text, '', 'a b', `--${boundary}`, ...file, '', 'hi\r\n', `--${boundary}--`, ''];
  return {
    contentType: `${contentType}boundary=${isQuoted ? `"${boundary}"` : boundary}`,
    body: [`--${boundary}`, ...parts].join('\r\n'),
  };
}

/** As the sources of these clients write it. @type {Record<string, RecordedForm>} */
export const WRITTEN = {
  // AFNetworking/AFURLRequestSerialization.m
  'AFNetworking 4.0': written(
    'multipart/form-data; ',
    'Boundary+8A2D6E1F0C4B3A59',
    ['Content-Disposition: form-data; name="text"'],
    [
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
      'Content-Type: text/plain',
    ],
  ),
  // Source/Features/MultipartFormData.swift
  'Alamofire 5.9': written(
    'multipart/form-data; ',
    'alamofire.boundary.3f2a11bc90de45f7',
    ['Content-Disposition: form-data; name="text"'],
    [
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
      'Content-Type: text/plain',
    ],
  ),
  // lib/src/multipart_request.dart and boundary_characters.dart, 70 characters of which + is one
  'http 1.2 of Dart': written(
    'multipart/form-data; ',
    'dart-http-boundary-Hj+k_2.Qz-9sV+aLm0_xRt5.Yb+7Wn-cE3uDf8G1oPiKqZ6v4Xh',
    ['content-disposition: form-data; name="text"'],
    [
      'content-type: text/plain',
      `content-disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
    ],
  ),
  // src/Symfony/Component/Mime/Part/AbstractMultipartPart.php, TextPart.php, DataPart.php
  'Symfony 6.4': written(
    'multipart/form-data; ',
    '_=_symfony_1700000000_0f1e2d3c4b5a69788796a5b4c3d2e1f0_=_',
    [
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      'Content-Disposition: form-data; name="text"',
    ],
    [
      "Content-Type: text/plain; name*=utf-8''%C3%A9.txt",
      'Content-Transfer-Encoding: 8bit',
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
    ],
    true,
  ),
  // qtbase/src/network/access/qhttpmultipart.cpp, qnetworkaccessmanager.cpp
  'Qt 6.7': written(
    'multipart/form-data; ',
    'boundary_.oOo._aB3+d/F5hIjKlMnOpQrStUvWxYz012+/',
    ['Content-Disposition: form-data; name="text"'],
    [
      'Content-Type: text/plain',
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
    ],
    true,
  ),
  // okhttp3/MultipartBody.kt
  'OkHttp 4.12': written(
    'multipart/form-data; ',
    '5f3c1c0e-9d6b-4d1c-8a55-0c7f2b6d9e11',
    ['Content-Disposition: form-data; name="text"', 'Content-Length: 3'],
    [
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
      'Content-Type: text/plain',
      'Content-Length: 4',
    ],
  ),
  // retrofit2/RequestFactory.java: @Part has the encoding "binary"
  'Retrofit 2.11': written(
    'multipart/form-data; ',
    '5f3c1c0e-9d6b-4d1c-8a55-0c7f2b6d9e12',
    [
      'Content-Disposition: form-data; name="text"',
      'Content-Transfer-Encoding: binary',
      'Content-Type: text/plain; charset=UTF-8',
      'Content-Length: 3',
    ],
    [
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
      'Content-Type: text/plain',
      'Content-Length: 4',
    ],
  ),
  // src/MultipartStream.php
  'psr7 2.0 of Guzzle': written(
    'multipart/form-data; ',
    'c1b2a3948576e5d4c3b2a19f8e7d6c5b4a392817',
    ['Content-Disposition: form-data; name="text"', 'Content-Length: 3'],
    [
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
      'Content-Length: 4',
      'Content-Type: text/plain',
    ],
  ),
  // System.Net.Http/MultipartFormDataContent.cs, ContentDispositionHeaderValue.cs
  '.NET 8': written(
    'multipart/form-data; ',
    '0b4f3a52-6e0c-4c57-9a8d-3f1e2d4c5b6a',
    ['Content-Type: text/plain; charset=utf-8', 'Content-Disposition: form-data; name=text'],
    [
      'Content-Type: text/plain',
      'Content-Disposition: form-data; name=f; filename="=?utf-8?B?w6kudHh0?="; filename*=utf-8\'\'%C3%A9.txt',
    ],
    true,
  ),
  // org/springframework/http/converter/FormHttpMessageConverter.java
  'Spring 6.1': written(
    'multipart/form-data;charset=UTF-8;',
    'q3Zb-_0aXw9LrT5yUuM2hKcV',
    [
      'Content-Disposition: form-data; name="text"',
      'Content-Type: text/plain;charset=UTF-8',
      'Content-Length: 3',
    ],
    [
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
      'Content-Type: text/plain',
      'Content-Length: 4',
    ],
  ),
  // Lib/email/generator.py
  "Python's email": written(
    'multipart/form-data; ',
    '===============1234567890123456789==',
    ['Content-Disposition: form-data; name="text"'],
    [
      `Content-Disposition: form-data; name="f"; filename="${UTF8_NAME}"`,
      'Content-Type: text/plain',
    ],
    true,
  ),
};

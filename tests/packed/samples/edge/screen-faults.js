/**
 * Asks at an address whether a call goes well; the answer may take as long as the call is late.
 * @param {string} address
 * @param {string} name
 * @param {string} key
 * @param {() => Promise<any>} call
 */
async function withFault(address, name, key, call) {
  const init = { method: 'POST', body: JSON.stringify({ name, key }) };
  const { fail, bytes } = await (await fetch(address, init)).json();
  if (fail === 'before') throw new Error(`${name}: it is out of reach`);
  const result = await call();
  if (fail === 'after') throw new Error(`${name}: its answer is lost`);
  if (result?.body && (fail === 'break' || fail === 'cut')) {
    return withBody(result, cut(result.body, bytes, fail === 'break'));
  }
  return result;
}

/** An object of a bucket with another body. */
const withBody = ({ etag }, body) => ({
  etag,
  body,
  json: () => new Response(body).json(),
});

/** So many bytes of a stream, and then an error, or an end as if that were all. */
function cut(body, bytes, breaks) {
  let left = bytes;
  return body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        controller.enqueue(chunk.subarray(0, left));
        left -= chunk.length;
        if (left > 0) return;
        if (breaks) controller.error(new Error('get: the connection broke'));
        else controller.terminate();
      },
    }),
  );
}

/** A bucket whose calls fail and are late, as an address says. */
export function faultyBucket(bucket, address) {
  return {
    put: (key, ...rest) => withFault(address, 'put', key, () => bucket.put(key, ...rest)),
    get: (key, ...rest) => withFault(address, 'get', key, () => bucket.get(key, ...rest)),
    delete: (key) => withFault(address, 'delete', String(key), () => bucket.delete(key)),
  };
}

/** A queue that only keeps the messages, for who answers at that address to deliver. */
export const faultyQueue = (address) => ({
  send: (message) =>
    withFault(address, 'send', message.id, () =>
      fetch(`${address}/message`, { method: 'POST', body: JSON.stringify(message) }),
    ),
});

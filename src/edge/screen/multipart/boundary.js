// @ts-check

/**
 * RFC 2046, 5.1.1, without the space and the comma: readers trim the one, and split at the other.
 */
const BOUNDARY = /^[0-9A-Za-z'()+_\-./:=?]{1,70}$/;

/**
 * The boundary of a form, from the parameters of its Content-Type; `undefined` where another reader could
 * find another one.
 * @param {Map<string, string>} parameters
 */
export function boundaryOf(parameters) {
  // RFC 2231 knows `boundary*` and `boundary*0` as well.
  const names = [...parameters.keys()].filter((name) => name.startsWith('boundary'));
  const boundary = parameters.get('boundary');
  if (names.length !== 1 || boundary === undefined || !BOUNDARY.test(boundary)) return undefined;
  return boundary;
}

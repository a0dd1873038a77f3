// @ts-check

/**
 * The characters that clients use. RFC 2046, 5.1.1, allows more, but some parsers split, trim or unquote at those.
 */
const BOUNDARY = /^[0-9A-Za-z_.-]{1,70}$/;

/**
 * The boundary of a form, from the parameters of its Content-Type; `undefined` if another parser could find a different
 * one.
 * @param {Map<string, string>} parameters
 */
export function boundaryOf(parameters) {
  // RFC 2231 knows `boundary*` and `boundary*0` as well.
  const names = [...parameters.keys()].filter((name) => name.startsWith('boundary'));
  const boundary = parameters.get('boundary');
  if (names.length !== 1 || boundary === undefined || !BOUNDARY.test(boundary)) return undefined;
  return boundary;
}

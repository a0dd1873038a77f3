// @ts-check

/**
 * What clients make boundaries of. RFC 2046, 5.1.1, has more, at which one reader or another splits, trims or unquotes.
 */
const BOUNDARY = /^[0-9A-Za-z_.-]{1,70}$/;

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

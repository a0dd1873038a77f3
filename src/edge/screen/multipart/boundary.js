// @ts-check

/**
 * The characters of RFC 2046, 5.1.1, as servers agree on them: each of 24 parsers that were asked (of Node, PHP, Go, Ruby,
 * Java and Python) finds the same boundary in quotes. Not so a comma, at which Rack ends a boundary, and a space at its
 * start, which aiohttp removes.
 *
 * Without quotes a boundary is a token (RFC 9110, 5.6.2), which `parseHeaderValue` sees to: of `AB=CD`, Python's email,
 * Werkzeug and multipart read `AB`, PHP and formidable all of it, and the same of `( ) / : ?`.
 */
const BOUNDARY = /^(?! )[0-9A-Za-z'()+_./:=? -]{0,69}[0-9A-Za-z'()+_./:=?-]$/;

/** Rack searches for the last `boundary=` in Content-Type, also within the boundary. */
const BOUNDARY_WITHIN = /boundary.*=/i;

/**
 * The boundary of a form, from the parameters of its Content-Type; `undefined` if another parser could find a different
 * one.
 * @param {Map<string, string>} parameters
 */
export function boundaryOf(parameters) {
  // RFC 2231 knows `boundary*` and `boundary*0` as well.
  const names = [...parameters.keys()].filter((name) => name.startsWith('boundary'));
  const boundary = parameters.get('boundary');
  if (names.length !== 1 || boundary === undefined) return undefined;
  if (!BOUNDARY.test(boundary) || BOUNDARY_WITHIN.test(boundary)) return undefined;
  return boundary;
}

// @ts-check

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const VALUE = new RegExp(`[ \\t]*(${TOKEN}(?:/${TOKEN})?)[ \\t]*`, 'y');
const PARAMETER = new RegExp(`;[ \\t]*(${TOKEN})=(?:"([^"]*)"|(${TOKEN}))[ \\t]*`, 'y');

/**
 * A value with parameters, as in Content-Type and Content-Disposition (RFC 9110, 5.6.6). `undefined` where
 * it is not exactly one, or where two readers could take it for two things: a parameter that comes twice, or
 * `\"`, which is a quote for RFC 9110 and for browsers a backslash and the end.
 * @param {string} text
 * @returns {{ value: string, parameters: Map<string, string> } | undefined} in lower case, but for what
 *   parameters say
 */
export function parseHeaderValue(text) {
  VALUE.lastIndex = 0;
  const value = VALUE.exec(text)?.[1];
  if (!value) return undefined;
  const parameters = new Map();
  PARAMETER.lastIndex = VALUE.lastIndex;
  let end = VALUE.lastIndex;
  while (end < text.length) {
    const found = PARAMETER.exec(text);
    if (!found) return undefined;
    const [, name = '', quoted, token] = found;
    const key = name.toLowerCase();
    if (quoted?.endsWith('\\') || parameters.has(key)) return undefined;
    parameters.set(key, quoted ?? token);
    end = PARAMETER.lastIndex;
  }
  return { value: value.toLowerCase(), parameters };
}

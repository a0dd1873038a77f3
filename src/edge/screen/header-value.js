// @ts-check

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const VALUE = new RegExp(`[ \\t]*(${TOKEN}(?:/${TOKEN})?)[ \\t]*`, 'y');
const PARAMETER = new RegExp(`;[ \\t]*(${TOKEN})=(?:"([^"]*)"|(${TOKEN}))[ \\t]*`, 'y');

/**
 * Parses a value with parameters, as in Content-Type and Content-Disposition (RFC 9110, 5.6.6). `undefined` if it is not
 * exactly one value, or if two parsers could read it differently: a duplicate parameter, or `\"`, which is an escaped
 * quote by RFC 9110, and a backslash and the closing quote for browsers.
 * @param {string} text
 * @returns {{ value: string, parameters: Map<string, string> } | undefined} in lower case, except the
 *   values of parameters
 */
export function parseHeaderValue(text) {
  VALUE.lastIndex = 0;
  const value = VALUE.exec(text)?.[1];
  if (!value) return undefined;
  const parameters = new Map();
  PARAMETER.lastIndex = VALUE.lastIndex;
  let end = VALUE.lastIndex;
  while (end < text.length) {
    const match = PARAMETER.exec(text);
    if (!match) return undefined;
    const [, name = '', quoted, token] = match;
    const key = name.toLowerCase();
    if (quoted?.endsWith('\\') || parameters.has(key)) return undefined;
    parameters.set(key, quoted ?? token);
    end = PARAMETER.lastIndex;
  }
  return { value: value.toLowerCase(), parameters };
}

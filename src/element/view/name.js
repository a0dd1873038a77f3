// @ts-check

// They reorder what stands around them (`gpj.exe` is shown for a name that ends in .jpg), or break
// out of the line. UAX #9; Unicode's Cc, and Cf but for the joiners that some scripts need.
const DECEPTIVE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A name as it may be shown: nothing in it can pass for another name.
 * @param {string} name
 */
export function shown(name) {
  return name.replace(DECEPTIVE, '\ufffd');
}

/** How many characters at the end of a name are always shown, the extension being there. */
const END = 10;

/**
 * What of a name may be cut short where there is no room, and what stays.
 * @param {string} name
 */
export function split(name) {
  const characters = [...name];
  const at = Math.max(characters.length - END, 0);
  return { start: characters.slice(0, at).join(''), end: characters.slice(at).join('') };
}

// @ts-check

/**
 * The body of a request or an answer as text; nothing where it has more bytes than that.
 * @param {Request | Response} message
 * @param {number} most
 */
export async function readText({ body }, most) {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** The JSON that a text is; `undefined` for what is none. @param {string | undefined} text @returns {any} */
export function parsed(text) {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

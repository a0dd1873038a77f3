// @ts-check
import 'metadefender-wasm/element';

const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
const outcome = /** @type {HTMLElement} */ (document.querySelector('#outcome'));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  outcome.textContent = 'Sending …';
  try {
    const body = new FormData(form);
    const response = await settled(await fetch(form.action, { method: 'POST', body }));
    outcome.textContent = await inWords(response);
    if (response.ok) form.reset();
  } catch {
    outcome.textContent = 'The connection failed. Try again.';
  }
});

/** For a long analysis, the response is 202 with the URL of its status, which is polled here. @param {Response} response */
async function settled(response) {
  while (response.status === 202) {
    const seconds = Number(response.headers.get('retry-after')) || 5;
    const status = response.headers.get('location') ?? '';
    outcome.textContent = 'The file is still being checked …';
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    response = await fetch(new URL(status, response.url));
  }
  return response;
}

/** The outcome as text. The body of a refusal is problem details (RFC 9457). @param {Response} response */
async function inWords(response) {
  if (response.ok) return 'Sent.';
  const { title = response.statusText, detail = '' } = await response.json().catch(() => ({}));
  return `Not accepted: ${title}. ${detail}`;
}

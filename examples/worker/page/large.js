// @ts-check
import { digest } from 'metadefender-wasm';

const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
const outcome = /** @type {HTMLElement} */ (document.querySelector('#outcome'));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    outcome.textContent = await send(/** @type {File} */ (new FormData(form).get('file')));
  } catch {
    outcome.textContent = 'The connection failed. Try again.';
  }
});

/** Sends a file straight to the bucket, and waits for its verdict. @param {File} file */
async function send(file) {
  say('Reading …');
  const { sha256 } = await digest(file);
  const type = file.type || 'application/octet-stream';
  const body = JSON.stringify({ size: file.size, type, sha256 });
  const allowed = await fetch('/direct', { method: 'POST', body });
  const answer = await allowed.json();
  if (!allowed.ok) return `Not accepted: ${answer.title}.`;

  say('Sending …');
  const { url, method, headers, status } = answer;
  const sent = await fetch(url, { method, headers, body: file });
  await sent.text();
  if (!sent.ok) return 'Not accepted: the bucket has refused it.';

  say('The file is being checked …');
  for (;;) {
    const { outcome: found, verdict, reason, threats = [] } = await statusAt(status);
    if (found === 'clean') return 'Stored.';
    if (found === 'quarantined') {
      const names = threats
        .map((/** @type {{ threat: string }} */ { threat }) => threat)
        .join(', ');
      return `Not accepted: ${verdict}, ${names || reason}.`;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** The current status of the upload. If one request fails, the next one may succeed. @param {string} status */
async function statusAt(status) {
  try {
    const response = await fetch(status, { signal: AbortSignal.timeout(5000) });
    return await response.json();
  } catch {
    return {};
  }
}

/** @param {string} text */
const say = (text) => (outcome.textContent = text);

import 'metadefender-wasm/element';

Object.assign(globalThis, { add, disable, drops, outcome, reset });

const form = document.querySelector('form');
const upload = document.querySelector('metadefender-upload');

let submissions = 0;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  submissions += 1;
});

/** Scans a file until it has its verdict. @param {string} baseUrl @param {string} name @param {string} text */
async function add(baseUrl, name, text) {
  upload.baseUrl = baseUrl;
  const isOver = new Promise((resolve) => {
    upload.addEventListener('metadefender-verdict', resolve, { once: true });
    upload.addEventListener('metadefender-error', resolve, { once: true });
  });
  upload.addFiles([new File([text], name)]);
  const duringScan = await outcome();
  await isOver;
  return { duringScan, ...(await outcome()) };
}

/** What the form would send, whether it would, and what is seen. */
async function outcome() {
  const before = submissions;
  form.requestSubmit();
  await new Promise(requestAnimationFrame);
  const { validationMessage, validity, shadowRoot } = upload;
  const data = [...new FormData(form)].map(async ([name, value]) => [
    name,
    value instanceof File ? `${value.name}: ${await value.text()}` : value,
  ]);
  return {
    sent: submissions > before,
    data: await Promise.all(data),
    missing: validity.valueMissing,
    message: validationMessage,
    rows: [...shadowRoot.querySelectorAll('[part~=row]')].map((row) => row.dataset.state),
    focus: document.activeElement === upload,
    color: getComputedStyle(shadowRoot.querySelector('[part=button]')).borderTopStyle,
  };
}

/** @param {boolean} disabled */
function disable(disabled) {
  form.querySelector('fieldset').disabled = disabled;
  return outcome();
}

function reset() {
  form.reset();
  return outcome();
}

/** Whether the page keeps the browser from what it does with a file that is dragged over these, and dropped there. */
function drops() {
  const targets = {
    editor: ['p', 'contenteditable'],
    area: ['textarea'],
    field: ['input'],
    picker: ['input', 'type', 'file'],
    readOnly: ['input', 'readonly'],
    paragraph: ['p'],
  };
  const isPrevented = ([tag, attribute, value = '']) => {
    const target = document.body.appendChild(document.createElement(tag));
    if (attribute) target.setAttribute(attribute, value);
    const prevented = ['dragover', 'drop'].map((type) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['a'], 'a.txt'));
      const options = { dataTransfer, bubbles: true, cancelable: true, composed: true };
      return !target.dispatchEvent(new DragEvent(type, options));
    });
    target.remove();
    return prevented;
  };
  return Object.entries(targets).map(([name, target]) => [name, ...isPrevented(target)]);
}

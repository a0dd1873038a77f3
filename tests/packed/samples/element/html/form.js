import 'metadefender-wasm/element';

const form = document.querySelector('form');
const upload = document.querySelector('metadefender-upload');
const ready = document.querySelector('output');

upload.messages = { label: { other: 'Drop your documents here' } };
upload.scanOptions = { metadata: { form: 'contact' } };

upload.addEventListener('change', () => (ready.value = String(upload.files.length)));
form.addEventListener('reset', () => (ready.value = '0'));

upload.addEventListener('metadefender-verdict', ({ detail: { item, scan } }) =>
  tell(`${item.name}: ${scan.verdict}, ${scan.reason}`),
);
upload.addEventListener('metadefender-error', ({ detail: { item, error } }) =>
  tell(`${item.name}: ${error.code}`),
);

document.querySelector('#toggle').addEventListener('click', ({ currentTarget: toggle }) => {
  const isThere = upload.isConnected;
  if (isThere) {
    upload.remove();
    upload.clear();
  } else {
    document.querySelector('label').after(upload);
  }
  toggle.textContent = isThere ? 'With attachments' : 'Without attachments';
});

function tell(outcome) {
  const line = document.createElement('li');
  line.textContent = outcome;
  document.querySelector('ul').append(line);
}

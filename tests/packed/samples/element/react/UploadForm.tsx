import 'metadefender-wasm/element/react';
import { useState } from 'react';

const messages = { label: { other: 'Drop your documents here' } };
const scanOptions = { metadata: { form: 'contact' } };

export function UploadForm() {
  const [isAttaching, setAttaching] = useState(true);
  const [ready, setReady] = useState(0);
  const [outcomes, setOutcomes] = useState<string[]>([]);
  const tell = (outcome: string) => setOutcomes((outcomes) => [...outcomes, outcome]);

  async function send(data: FormData) {
    await fetch('/received', { method: 'POST', body: data });
    tell('Sent');
  }

  return (
    <>
      <form action={send} onReset={() => setReady(0)}>
        <label htmlFor="attachment">Attachments</label>
        {isAttaching && (
          <metadefender-upload
            id="attachment"
            name="attachment"
            base-url="/scan"
            multiple
            required
            messages={messages}
            scanOptions={scanOptions}
            onChange={(event) => setReady(event.currentTarget.files.length)}
            onmetadefender-verdict={({ detail: { item, scan } }) =>
              tell(`${item.name}: ${scan.verdict}, ${scan.reason}`)
            }
            onmetadefender-error={({ detail: { item, error } }) =>
              tell(`${item.name}: ${error.code}`)
            }
          />
        )}
        <p>
          Files to send: <output>{ready}</output>
        </p>
        <button>Send</button>
        <button type="reset">Start again</button>
        <button type="button" onClick={() => setAttaching(!isAttaching)}>
          {isAttaching ? 'Without attachments' : 'With attachments'}
        </button>
      </form>
      <ul aria-label="Outcomes">
        {outcomes.map((outcome, index) => (
          <li key={index}>{outcome}</li>
        ))}
      </ul>
    </>
  );
}

import { connect } from 'metadefender-wasm';
import { type MetadefenderUpload, addMessages } from 'metadefender-wasm/element/react';
import { useRef } from 'react';

addMessages('fr', { cancel: 'Annuler' });

export function Form(): React.ReactNode {
  const ref = useRef<MetadefenderUpload>(null);
  return (
    <form onReset={() => ref.current?.clear()}>
      <metadefender-upload
        ref={ref}
        key="upload"
        id="upload"
        className="wide"
        style={{ maxWidth: '40rem' }}
        aria-describedby="hint"
        name="attachment"
        base-url="/scan"
        accept=".pdf, image/*"
        max-size="25 MB"
        max-files={3}
        max-total-size="1 GB"
        directory
        capture="environment"
        confirm-leave
        submit-when-done
        keptFiles={[{ id: '7', name: 'contract.pdf' }]}
        multiple
        required={false}
        hash-only
        connection={connect({ baseUrl: '/scan' })}
        scanOptions={{ rule: 'a rule' }}
        messages={{ cancel: 'Stop' }}
        onChange={({ currentTarget }) => console.log(currentTarget.files.length)}
        onmetadefender-progress={({ detail }) => console.log(detail.progress.phase)}
        onmetadefender-verdict={({ detail }) => console.log(detail.scan.verdict)}
        onmetadefender-error={({ detail }) => console.log(detail.error.code)}
      >
        <span slot="label">Your documents</span>
      </metadefender-upload>
      {/* @ts-expect-error: there is no such service */}
      <metadefender-upload api="cloud-v5" />
      {/* @ts-expect-error: it is a number, or a text with a unit */}
      <metadefender-upload max-size />
      {/* @ts-expect-error: no such detail */}
      <metadefender-upload onmetadefender-verdict={({ detail }) => console.log(detail.error)} />
    </form>
  );
}

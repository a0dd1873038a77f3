import { useSyncExternalStore } from 'react';
import { UploadForm } from './UploadForm.tsx';

const subscribe = () => () => {};

/**
 * For a page that is rendered on the server. React does not hydrate the properties and listeners of
 * custom elements (facebook/react#35446), so the form is made anew then.
 */
export function HydratedForm() {
  const isHydrated = useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
  return <UploadForm key={String(isHydrated)} />;
}

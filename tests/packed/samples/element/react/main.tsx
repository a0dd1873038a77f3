import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { HydratedForm } from './HydratedForm.tsx';
import { UploadForm } from './UploadForm.tsx';

const container = document.getElementById('app')!;
if (container.firstChild) {
  hydrateRoot(
    container,
    <StrictMode>
      <HydratedForm />
    </StrictMode>,
  );
} else {
  createRoot(container).render(
    <StrictMode>
      <UploadForm />
    </StrictMode>,
  );
}

import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { HydratedForm } from './HydratedForm.tsx';

export function render() {
  return renderToString(
    <StrictMode>
      <HydratedForm />
    </StrictMode>,
  );
}

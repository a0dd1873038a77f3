import { render as renderComponent } from 'svelte/server';
import UploadForm from './UploadForm.svelte';

export const render = () => renderComponent(UploadForm).body;

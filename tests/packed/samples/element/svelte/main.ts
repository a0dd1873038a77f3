import { hydrate, mount } from 'svelte';
import UploadForm from './UploadForm.svelte';

const target = document.getElementById('app')!;
if (target.firstChild) hydrate(UploadForm, { target });
else mount(UploadForm, { target });

import { createApp, createSSRApp } from 'vue';
import UploadForm from './UploadForm.vue';

const container = document.getElementById('app')!;
(container.firstChild ? createSSRApp(UploadForm) : createApp(UploadForm)).mount(container);

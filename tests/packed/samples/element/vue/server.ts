import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import UploadForm from './UploadForm.vue';

export const render = () => renderToString(createSSRApp(UploadForm));

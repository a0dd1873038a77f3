import 'metadefender-wasm/element';
export default { title: 'Upload', component: 'metadefender-upload' };
export const Form = { render: () => { const u = document.createElement('metadefender-upload'); u.baseUrl = '/scan'; return u; } };

import 'metadefender-wasm/element';

export default { title: 'Upload', component: 'metadefender-upload' };

export const Empty = {
  render() {
    const upload = document.createElement('metadefender-upload');
    upload.baseUrl = new URLSearchParams(location.search).get('gateway');
    return upload;
  },
};

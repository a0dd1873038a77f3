import * as FilePond from 'filepond';
import 'filepond/dist/filepond.min.css';
import { connect } from 'metadefender-wasm';
import { FilePondPluginMetaDefender } from 'metadefender-wasm/filepond';
import { Upload } from 'tus-js-client';

FilePond.registerPlugin(FilePondPluginMetaDefender);
FilePond.create(document.querySelector('input[type=file]'), {
  scanConnection: () => connect({ baseUrl: '/scan' }),
  onscanfile: ({ verdict, reason }, { filename }) => {
    console.log(`${filename}: ${verdict}, ${reason}`);
  },
  server: { process: uploadByTus },
});

/** FilePond has no built-in support for tus. The metadata contains the verdict. */
function uploadByTus(_fieldName, file, metadata, load, error, progress, abort) {
  const upload = new Upload(file, {
    endpoint: '/files/',
    metadata: { ...metadata, filename: file.name, filetype: file.type },
    onError: ({ message }) => error(message),
    onProgress: (sent, total) => progress(true, sent, total),
    onSuccess: () => load(upload.url),
  });
  upload.start();
  return {
    abort() {
      upload.abort(true);
      abort();
    },
  };
}

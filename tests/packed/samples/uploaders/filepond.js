import * as FilePond from 'filepond';
import 'filepond/dist/filepond.min.css';
import ValidateSize from 'filepond-plugin-file-validate-size';
import { connect } from 'metadefender-wasm';
import { FilePondPluginMetaDefender } from 'metadefender-wasm/filepond';
import * as tus from 'tus-js-client';

/** Replaces the content of each text file when it is uploaded or sent, like an image transformation. */
const Rewrite = ({ addFilter, utils }) => {
  addFilter('SHOULD_PREPARE_OUTPUT', (_, { query }) =>
    Promise.resolve(Boolean(query('GET_REWRITE_TO')) && !query('IS_ASYNC')),
  );
  addFilter('PREPARE_OUTPUT', async (file, { query }) => {
    const text = query('GET_REWRITE_TO');
    return text ? new File([text], file.name) : file;
  });
  return { options: { rewriteTo: ['', utils.Type.STRING] } };
};

/** Uploads to a tus server, with the verdict in the upload metadata. */
function uploadByTus(_name, file, metadata, load, error, progress, abort) {
  const upload = new tus.Upload(file, {
    endpoint: '/files/',
    metadata: { ...metadata, filename: file.name },
    retryDelays: [],
    onError: ({ message }) => error(message),
    onProgress: (loaded, total) => progress(true, loaded, total),
    onSuccess: () => load(upload.url),
  });
  upload.start();
  return {
    abort: () => {
      upload.abort(true);
      abort();
    },
  };
}

const query = new URLSearchParams(location.search);
const servers = { tus: { process: uploadByTus }, url: '/form', none: undefined };
const server = servers[query.get('server') ?? 'tus'];
FilePond.registerPlugin(FilePondPluginMetaDefender, ValidateSize, Rewrite);
const pond = FilePond.create(document.querySelector('input'), {
  // No retries, so that an unreachable gateway is reported at once.
  scanConnection: () => connect({ baseUrl: '/scan', retry: { attempts: 1 } }),
  // Uploads are as fast as they are.
  allowMinimumUploadDuration: false,
  maxParallelUploads: 10,
  ...(server ? { server } : { storeAsFile: true }),
  ...JSON.parse(query.get('options') ?? '{}'),
});
// For what a page does by itself, and what is not seen.
Object.assign(window, { pond });

import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import '@uppy/core/css/style.min.css';
import Dashboard from '@uppy/dashboard';
import '@uppy/dashboard/css/style.min.css';
import GoldenRetriever from '@uppy/golden-retriever';
import Tus from '@uppy/tus';
import XHRUpload from '@uppy/xhr-upload';
import { connect } from 'metadefender-wasm';
import { MetaDefenderScan } from 'metadefender-wasm/uppy';

const query = new URLSearchParams(location.search);
// No retries, so that an unreachable gateway is reported at once.
const connection = () => connect({ baseUrl: '/scan', retry: { attempts: 1 } });
const uppy = new Uppy({ autoProceed: query.has('auto') });
uppy.use(Dashboard, { inline: true, target: '#uploader', width: 750, height: 470 });
uppy.use(MetaDefenderScan, { connection, ...JSON.parse(query.get('options') ?? '{}') });
const uploaders = {
  tus: () => uppy.use(Tus, { endpoint: '/files/', retryDelays: [] }),
  xhr: () => uppy.use(XHRUpload, { endpoint: '/form' }),
  s3: () =>
    uppy.use(AwsS3, {
      shouldUseMultipart: false,
      // By the name of Uppy 6, and by that of Uppy 5.
      [Uppy.VERSION.startsWith('5.') ? 'endpoint' : 'companionEndpoint']: location.origin,
    }),
};
uploaders[query.get('uploader') ?? 'tus']();
if (query.has('golden')) uppy.use(GoldenRetriever);
// For what a page does by itself, and what is not seen.
Object.assign(window, { uppy });

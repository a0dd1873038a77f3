import Uppy from '@uppy/core';
import '@uppy/core/css/style.min.css';
import Dashboard from '@uppy/dashboard';
import '@uppy/dashboard/css/style.min.css';
import GoldenRetriever from '@uppy/golden-retriever';
import Tus from '@uppy/tus';
import { connect } from 'metadefender-wasm';
import { MetaDefenderScan } from 'metadefender-wasm/uppy';

const uppy = new Uppy()
  .use(Dashboard, { inline: true, target: '#uploader' })
  .use(MetaDefenderScan, { connection: () => connect({ baseUrl: '/scan' }) })
  .use(Tus, { endpoint: '/files/' })
  .use(GoldenRetriever);

uppy.on('metadefender:verdict', (file, { verdict, reason }) => {
  console.log(`${file.name}: ${verdict}, ${reason}`);
});

// Uploads a file with a dispatcher of another undici than Node's:
// node dispatcher.mjs PACKAGE KIND BASE_URL FILE
import { pathToFileURL } from 'node:url';
import { connect } from 'metadefender-wasm';

const [name, kind, baseUrl, path] = process.argv.slice(2);
const { PROXY, CA } = process.env;
const undici = await import(name);
const { Agent, EnvHttpProxyAgent, MockAgent, ProxyAgent, RetryAgent, interceptors } = undici;

function mock() {
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent
    .get(baseUrl)
    .intercept({ path: '/file', method: 'POST' })
    .reply(200, { data_id: 'mocked' }, { headers: { 'content-type': 'application/json' } });
  return agent;
}

const dispatchers = {
  Agent: () => new Agent({ connect: { ca: CA } }),
  ProxyAgent: () => new ProxyAgent({ uri: PROXY, requestTls: { ca: CA } }),
  EnvHttpProxyAgent: () =>
    new EnvHttpProxyAgent({ httpProxy: PROXY, httpsProxy: PROXY, requestTls: { ca: CA } }),
  RetryAgent: () => new RetryAgent(new Agent({ connect: { ca: CA } })),
  'an agent with interceptors': () =>
    new Agent({ connect: { ca: CA } }).compose(interceptors.retry()),
  MockAgent: mock,
};

undici.setGlobalDispatcher(dispatchers[kind]());
const metadefender = await connect({ baseUrl });
console.log((await metadefender.analyze(pathToFileURL(path))).dataId);
process.exit();

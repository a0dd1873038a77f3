import { connect, type MetaDefender } from 'metadefender-wasm';

export async function form(element: HTMLFormElement, input: HTMLInputElement): Promise<string> {
  const metadefender = await connect({ baseUrl: '/scan', fetch: window.fetch });
  const [file] = input.files ?? [];
  if (!file) return 'no file';
  const { verdict } = await metadefender.scan(file, {
    onProgress: ({ percentage }) => element.setAttribute('aria-valuenow', String(percentage)),
  });
  await metadefender.scanBatch(input.files ?? []);
  return verdict;
}

export async function download(metadefender: MetaDefender): Promise<string> {
  return URL.createObjectURL(await (await metadefender.downloadSanitized('id')).blob());
}

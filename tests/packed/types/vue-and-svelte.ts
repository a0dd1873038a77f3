import 'metadefender-wasm/element/svelte';
import 'metadefender-wasm/element/vue';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

type VueProps = InstanceType<GlobalComponents['metadefender-upload']>['$props'];
type SvelteProps = SvelteHTMLElements['metadefender-upload'];

const common = {
  id: 'upload',
  name: 'attachment',
  'base-url': '/scan',
  'max-size': '25 MB',
  multiple: true,
  directory: true,
  'max-total-size': '1 GB',
  'submit-when-done': true,
  'detach-timeout': 0,
  keptFiles: [{ id: '7', name: 'contract.pdf' }],
  scanOptions: { rule: 'a rule' },
  messages: { cancel: 'Stop' },
};

export const vue: VueProps = {
  ...common,
  onChange: ({ type }) => console.log(type),
  onMetadefenderVerdict: ({ detail }) => console.log(detail.scan.verdict),
  onMetadefenderError: ({ detail }) => console.log(detail.error.code),
  onMetadefenderProgress: ({ detail }) => console.log(detail.progress.phase),
  // @ts-expect-error: there is no such service
  api: 'cloud-v5',
};

export const svelte: SvelteProps = {
  ...common,
  onchange: ({ currentTarget }) => console.log(currentTarget.files.length),
  'onmetadefender-verdict': ({ detail }) => console.log(detail.scan.verdict),
  'onmetadefender-error': ({ detail }) => console.log(detail.error.code),
  'onmetadefender-progress': ({ detail }) => console.log(detail.progress.phase),
  // @ts-expect-error: there is no such service
  api: 'cloud-v5',
};

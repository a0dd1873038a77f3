// @ts-check
import { FilePondPluginMetaDefender } from './plugin.js';

export { FilePondPluginMetaDefender, FilePondPluginMetaDefender as default };

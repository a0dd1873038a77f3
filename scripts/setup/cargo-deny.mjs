// @ts-check
import { cargoTool } from './cargo-tool.mjs';

/** @returns {Promise<string>} the path of cargo-deny, which looks at what crates a lock file has */
export const cargoDeny = () => cargoTool('cargo-deny', '0.20.2');

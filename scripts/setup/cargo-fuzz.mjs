// @ts-check
import { cargoTool } from './cargo-tool.mjs';

/** @returns {Promise<string>} the path of cargo-fuzz, which builds and runs fuzz targets */
export const cargoFuzz = () => cargoTool('cargo-fuzz', '0.13.2');

// @ts-check
import { scanRecord } from '../../soak/scan-record.mjs';
import { until } from '../../support/until.mjs';

const NAME = 'chaos';

/** The header by which the gateway assigns connections to a test. */
export const SCAN_HEADER = { 'x-gateway-scan': NAME };

/**
 * Watches the analyses of connections with that header.
 * @param {string} gateway its address
 * @returns {Promise<(count: number) => Promise<void>>} waits until so many analyses are followed: their clients know their ids
 */
export async function watchAnalyses(gateway) {
  const record = scanRecord(gateway, NAME);
  await record.open([]);
  return (count) =>
    until(async () => {
      const { analyses, requests } = await record.read();
      const followed = analyses.filter(({ data_id: id }) =>
        requests.some(({ operation }) => operation === `GET /file/${id}`),
      );
      return followed.length === count;
    });
}

// A scan that the gateway records, and for which faults can be set: HACKING, _Faults_.

/**
 * @param {string} gateway
 * @param {...string} faults
 */
export async function gatewayScan(gateway, ...faults) {
  const name = `case-${Math.random().toString(36).slice(2)}`;
  const address = `${gateway}/_gateway/scans/${name}`;
  const open = await fetch(address, { method: 'POST', body: JSON.stringify({ faults }) });
  if (!open.ok) throw new Error(`the gateway opened no record: ${await open.text()}`);
  await open.text();
  return {
    headers: { 'x-gateway-scan': name },
    /** How often an operation was requested, such as `POST /file`. @param {string} operation */
    async count(operation) {
      const { requests } = await (await fetch(address)).json();
      const ofThis = (/** @type {{ operation: string }} */ request) =>
        request.operation === operation;
      return requests.filter(ofThis).length;
    },
  };
}

/** What a handler received: the fields of a form, or the number of bytes. @param {Request} request */
export async function contentOf(request) {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/')) {
    let size = 0;
    for await (const chunk of request.body) size += chunk.length;
    return { size };
  }
  const fields = [...(await request.formData())].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.size,
  ]);
  return { fields: Object.fromEntries(fields) };
}

// The floor of a start: a handler that does nothing.
export const handler = async () => ({ statusCode: 200 });

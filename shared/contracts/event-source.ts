// The `source` of every event; apart from the schemas, so that functions need not load those.
export const eventSource = 'liaison';

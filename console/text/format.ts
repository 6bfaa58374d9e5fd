// Dates and numbers as the browser's locale writes them.

const number = new Intl.NumberFormat();
// A calendar date is the same day everywhere: it is read and written as UTC.
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const formatNumber = (value: number) => number.format(value);
/** Of a calendar date, YYYY-MM-DD. */
export const formatDate = (value: string) => date.format(new Date(value));
/** Of an instant, in the browser's time zone. */
export const formatInstant = (value: string) => moment.format(new Date(value));

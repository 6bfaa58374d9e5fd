// Unpacks the npm package's Chromium into the temporary folder; run by chromium.ts.
import chromium from '@sparticuz/chromium';

await chromium.executablePath();

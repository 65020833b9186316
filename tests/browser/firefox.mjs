// Decks in Firefox.
//
//   node tests/browser/firefox.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { engineTests } from './engine-checks.mjs';
import { startFirefox } from './firefox-driver.mjs';

await engineTests(startFirefox);

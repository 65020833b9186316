// Decks in Safari's engine, as WebKitGTK has it.
//
//   node tests/browser/webkit.mjs [PCAPDECK]
import { engineTests } from './engine-checks.mjs';
import { startWebKit } from './webkit-driver.mjs';

await engineTests(startWebKit);

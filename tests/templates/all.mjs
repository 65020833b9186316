// All tests of the deck's modules, in one process: node tests/templates/all.mjs
import { readdirSync } from 'node:fs';

for (const file of readdirSync(new URL('.', import.meta.url)).sort()) {
	if (file.endsWith('.test.mjs'))
		await import(new URL(file, import.meta.url));
}

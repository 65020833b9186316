// Walks through every step of every talk of this project, and of decks with every view, as a clicker does.
// A deck fails on any console error, any page error, any request but the file itself, text that is too
// small for the back of a room, or text that is cut.
//
//   node tests/browser/talks.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { dialect, fixture, pictures } from './decks.mjs';
import { build, check, main, top } from './lib.mjs';
import { checkDeck } from './readable.mjs';

await main(async (browser) => {
	const slides = join(top, 'slides');
	const talks = existsSync(slides) ? readdirSync(slides).filter((name) => /^\d.*\.md$/.test(name)).sort() : [];
	const decks = [['fixture', 'the fixture', () => fixture({ longest: 60000 })], ['dialect', 'the dialect', dialect], ['pictures', 'the pictures', pictures],
		...talks.map((talk) => [talk, `slides/${talk}`, () => build(join(slides, talk))])];
	for (const [name, what, make] of decks) {
		let deck;
		await check(`build: ${what}`, () => {
			deck = make();
		});
		if (deck)
			await checkDeck(browser, name, deck);
	}
});

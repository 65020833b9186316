// From a save of the notes to the words on the screen, in headless Chromium with a served deck.
//
//   node tests/bench/save.mjs URL TALK.md SAVES
//
// The page shows the line of the talk that has "SAVE 0". Each save counts it up, at a moment of its own. Prints JSON: the
// median and the 95th percentile in ms, from before the file is written to the paint after the change.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

import { isReady, launch } from '../browser/lib.mjs';

const [url, talk, saves] = process.argv.slice(2);
const window = await launch();
const page = await window.newPage({ viewport: { width: 1280, height: 720 } });
let shown;
await page.exposeBinding('shownAt', (source, number, time) => shown?.(number, time));
// Looks once a frame, before it is painted; a paint comes right after.
await page.addInitScript(() => {
	let last = -1;
	const look = () => {
		const number = Number(/SAVE (\d+)/.exec(document.querySelector('section.present')?.textContent ?? '')?.[1] ?? -1);
		const isSeen = number >= 0 && number !== last && performance.getEntriesByName('first-contentful-paint').length;
		if (isSeen) {
			last = number;
			const first = performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime;
			window.shownAt(number, performance.now() > 1000 ? Date.now() : first);
		}
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
});
await page.goto(url);
await isReady(page);
const times = [], source = readFileSync(talk, 'utf-8');
for (let number = 1; number <= Number(saves); number++) {
	await new Promise((done) => setTimeout(done, 1100 + number * 37 % 100));
	const time = new Promise((done) => { shown = (what, when) => what === number && done(when); });
	const begin = Date.now();
	writeFileSync(talk + '~', source.replace('SAVE 0', `SAVE ${number}`));
	renameSync(talk + '~', talk);
	times.push(await time - begin);
}
await window.close();
times.sort((a, b) => a - b);
console.log(JSON.stringify([.5, .95].map((part) => Math.round(times[Math.floor(times.length * part)]))));

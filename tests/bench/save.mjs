// From a save of the notes to the words on the screen, in headless Chromium with a served deck.
//
//   node tests/bench/save.mjs URL TALK.md SAVES
//
// The page shows the line of the talk that has "SAVE 0". Each save counts it up, at a moment of its own. Prints JSON: the
// median and the 95th percentile in ms, from before the file is written to the paint after the change.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const browser = join(dirname(fileURLToPath(import.meta.url)), '../browser/package.json');
const { chromium } = createRequire(browser)('playwright-core');
const path = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'].find((candidate) => candidate && existsSync(candidate));
if (!path) {
	console.error('no Chromium: apt-get install chromium');
	process.exit(77);
}
const [url, talk, saves] = process.argv.slice(2);
const window = await chromium.launch({ executablePath: path, args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--no-first-run'] });
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
await page.waitForFunction(() => window.Reveal?.isReady());
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

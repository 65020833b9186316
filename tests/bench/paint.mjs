// First contentful paint of decks from disk, in headless Chromium, the files interleaved.
//
//   node tests/bench/paint.mjs RUNS FILE.html...
//
// Prints a line of JSON: for each file the median of its runs in ms. Each run opens the file in a
// browser context of its own, so that nothing is cached; what is measured is the browser's own entry
// (https://www.w3.org/TR/paint-timing/), from the start of the navigation.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const browser = join(dirname(fileURLToPath(import.meta.url)), '../browser/package.json');
const { chromium } = createRequire(browser)('playwright-core');
const path = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser',
	'/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
	.find((candidate) => candidate && existsSync(candidate));
if (!path) {
	console.error('no Chromium: apt-get install chromium');
	process.exit(77);
}

const [runs, ...files] = process.argv.slice(2);
const flags = ['--disable-gpu', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'];
const window = await chromium.launch({ executablePath: path,
	args: process.getuid?.() === 0 ? ['--no-sandbox', ...flags] : flags });

async function firstPaint(file) {
	const context = await window.newContext({ viewport: { width: 1280, height: 720 } });
	const page = await context.newPage();
	await page.goto(pathToFileURL(resolve(file)).href);
	const time = await page.evaluate(() => new Promise((done) => {
		new PerformanceObserver((list) => {
			const entry = list.getEntriesByName('first-contentful-paint')[0];
			if (entry)
				done(entry.startTime);
		}).observe({ type: 'paint', buffered: true });
	}));
	await context.close();
	return time;
}

const times = new Map(files.map((file) => [file, []]));
// The first run of a browser is slower than all others, whatever it opens.
await firstPaint(files[0]);
for (let run = 0; run < Number(runs); run++) {
	for (const file of files)
		times.get(file).push(await firstPaint(file));
}
await window.close();
console.log(JSON.stringify(files.map((file) => {
	const sorted = times.get(file).sort((a, b) => a - b);
	return Math.round(sorted[Math.floor(sorted.length / 2)] * 10) / 10;
})));
